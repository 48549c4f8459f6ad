package dev.assay.reports;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.run.RunDirectory;
import dev.assay.reports.ci.Annotations;
import dev.assay.reports.ci.Badge;
import dev.assay.reports.ci.CiRun;
import dev.assay.reports.ci.Comment;
import dev.assay.reports.ci.JunitXml;
import dev.assay.reports.ci.OpenMetrics;
import dev.assay.reports.model.ReportModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What a CI job picks up, at names that are the same every night: `junit.xml`, `summary.md`,
/// `comment.md`, `annotations.txt`, `metrics.prom`, `badge.json`, and a copy of the report.
///
/// @param folder is created
public record CiFiles(Path folder) {
    private static final List<String> NAMES =
            List.of(
                    "junit.xml",
                    "summary.md",
                    "comment.md",
                    "annotations.txt",
                    "metrics.prom",
                    "badge.json",
                    "report/index.html");

    private static final String WARN_ONLY =
            "> Only a warning: `--warn-only` was given, the job ends green.\n\n";

    /// What was written.
    ///
    /// @param summary Markdown of the job summary
    /// @param annotations workflow commands of GitHub, one each
    public record Written(String summary, List<String> annotations) {
        public Written {
            annotations = List.copyOf(annotations);
        }
    }

    /// Removes the files of an earlier run, so that a job that dies shows nothing of last night.
    public void clear() {
        for (String name : NAMES) {
            try {
                Files.deleteIfExists(folder.resolve(name));
            } catch (IOException e) {
                throw AssayException.environment(
                        "Cannot remove " + folder.resolve(name) + " of an earlier run: " + e, e);
            }
        }
    }

    /// @param warnOnly whether nothing may turn red
    public Written write(RunDirectory run, boolean warnOnly) {
        ReportModel model = ReportModel.of(run);
        CiRun ci = CiRun.of(model, warnOnly);
        String summary = (warnOnly ? WARN_ONLY : "") + JobSummary.render(model);
        List<String> annotations = Annotations.render(ci);
        AtomicFile.write(folder.resolve("junit.xml"), JunitXml.render(ci));
        AtomicFile.write(folder.resolve("summary.md"), summary);
        AtomicFile.write(folder.resolve("comment.md"), Comment.render(ci));
        AtomicFile.write(
                folder.resolve("annotations.txt"),
                annotations.isEmpty() ? "" : String.join("\n", annotations) + "\n");
        AtomicFile.write(folder.resolve("metrics.prom"), OpenMetrics.render(ci));
        AtomicFile.write(folder.resolve("badge.json"), Badge.render(ci));
        return new Written(summary, annotations);
    }

    /// Copies the page and its charts, so that a job keeps one folder only.
    public void copyReport(RunDirectory run) {
        try (Stream<Path> files = Files.list(run.report())) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                AtomicFile.write(
                        folder.resolve("report").resolve(file.getFileName()),
                        Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw AssayException.environment(
                    "Cannot copy the report of " + run.root() + ": " + e, e);
        }
    }
}
