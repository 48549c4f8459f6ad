package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.detection.DetectionTask;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Sha256;
import dev.assay.core.published.PublishedFile;
import dev.assay.core.rehearsal.PoolPlan;
import dev.assay.core.run.Environment;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunInfo;
import dev.assay.core.suite.Effort;
import dev.assay.core.suite.ModelSpec;
import dev.assay.core.suite.PythonFactory;
import dev.assay.core.suite.Suite;
import dev.assay.core.suite.SuiteWriter;
import dev.assay.onnx.graph.ModelHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Makes run directories and finds the one to resume.
final class RunFolders {
    /// Everything of an absolute path but its file name.
    private static final Pattern FOLDERS = Pattern.compile("(?<![^\\s'\"=])/(?:[^/\n'\"]+/)+");

    private final Path runs;

    RunFolders(Path runs) {
        this.runs = runs;
    }

    /// @param folder given on the command line, else a new one under `runs`
    RunDirectory create(
            Suite suite,
            Effort effort,
            Environment environment,
            String command,
            Instant now,
            Optional<Path> folder) {
        String id = RunIds.create(now, suite.name(), RandomGenerator.getDefault());
        RunDirectory run = new RunDirectory(folder.orElseGet(() -> runs.resolve(id)));
        if (Files.exists(run.root().resolve("run.json"))) {
            throw AssayException.config(
                    run.root() + " already holds a run: resume it with --resume or choose another");
        }
        AtomicFile.write(run.suiteFile(), SuiteWriter.write(suite));
        suite.published().ifPresent(it -> keepPublished(it, run));
        run.writeEnvironment(environment);
        run.writeInfo(
                new RunInfo(
                        RunInfo.SCHEMA,
                        id,
                        suite.name(),
                        digest(suite, effort),
                        effort.slug(),
                        Version.current(),
                        command,
                        now,
                        Optional.empty(),
                        Optional.empty()));
        if (folder.isEmpty()) {
            RunIds.pointLatest(runs, run.root());
        }
        return run;
    }

    /// @throws AssayException of kind `CONFIG` if the folder holds other things than a run, which a
    ///   run might write over
    static void requireFree(Path folder) {
        if (!Files.exists(folder.resolve("run.json")) && !isFree(folder)) {
            throw AssayException.config(
                    folder
                            + " is not empty and holds no run: a run would write over what is there. Choose a new folder");
        }
    }

    private static boolean isFree(Path folder) {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.findAny().isEmpty();
        } catch (IOException e) {
            throw AssayException.config("Cannot use " + folder + " as the run's folder: " + e);
        }
    }

    /// A report shows what was known when the run began, on any machine.
    private static void keepPublished(Path file, RunDirectory run) {
        // Now, and not when hours were measured.
        PublishedFile.read(file);
        try {
            AtomicFile.write(run.publishedFile(), Files.readAllBytes(file));
        } catch (IOException e) {
            throw AssayException.data("Cannot read " + file + ": " + e);
        }
    }

    /// The newest unfinished run of the same suite, effort and data.
    ///
    /// @throws AssayException if there is none, or it was begun in another environment
    RunDirectory findUnfinished(
            Suite suite, Effort effort, Environment environment, Optional<Path> folder) {
        String digest = digest(suite, effort);
        RunDirectory run =
                folder.map(RunDirectory::open)
                        .or(() -> newestUnfinished(it -> it.suiteSha256().equals(digest)))
                        .orElseThrow(() ->
                                AssayException.config(
                                        "There is no unfinished %s run of suite %s as it is now in %s%s"
                                                .formatted(
                                                        effort.slug(),
                                                        suite.name(),
                                                        runs,
                                                        otherUnfinished())));
        RunInfo info = run.info().orElseThrow();
        if (!info.suiteSha256().equals(digest)) {
            throw AssayException.config(
                    run.root() + " was begun with another suite, effort or data: start a new run");
        }
        Environment begun = run.environment().orElse(environment);
        if (!begun.id().equals(environment.id())) {
            throw new AssayException(
                    ErrorKind.CONFIG,
                    "%s was begun in another environment (%s, here %s): start a new run"
                            .formatted(run.root(), begun.identity(), environment.identity()));
        }
        return run;
    }

    /// A user whose suite or model has changed since the interruption has to be told of it.
    private String otherUnfinished() {
        return newestUnfinished(info -> true)
                .flatMap(run ->
                        run.info()
                                .map(info ->
                                        "; %s, %s of suite %s, was begun with another suite, effort or data"
                                                .formatted(
                                                        run.root().getFileName(),
                                                        info.effort(),
                                                        info.suite())))
                .orElse("");
    }

    private Optional<RunDirectory> newestUnfinished(Predicate<RunInfo> wanted) {
        if (!Files.isDirectory(runs)) {
            return Optional.empty();
        }
        try (Stream<Path> children = Files.list(runs)) {
            List<Path> candidates =
                    children.filter(path -> !Files.isSymbolicLink(path))
                            .filter(path -> Files.isRegularFile(path.resolve("run.json")))
                            .sorted(Comparator.reverseOrder())
                            .toList();
            return candidates.stream()
                    .map(RunDirectory::new)
                    // `assay ab --resume` goes on with those.
                    .filter(run -> ComparisonPlan.find(run).isEmpty())
                    .filter(run -> PoolPlan.find(run).isEmpty())
                    .filter(run ->
                            run.info()
                                    .filter(info -> info.finished().isEmpty())
                                    .filter(wanted)
                                    .isPresent())
                    .findFirst();
        } catch (IOException e) {
            throw AssayException.environment("Cannot list " + runs + ": " + e, e);
        }
    }

    private static String digest(Suite suite, Effort effort) {
        return digest(suite, SuiteWriter.write(suite), effort);
    }

    /// The same on every machine: files count by name and content, not by the folder they lie in.
    static String digestAnywhere(Suite suite, Effort effort) {
        return digest(suite, FOLDERS.matcher(SuiteWriter.write(suite)).replaceAll(""), effort);
    }

    private static String digest(Suite suite, String written, Effort effort) {
        StringBuilder text = new StringBuilder(written).append(effort.slug());
        for (ModelSpec model : suite.models()) {
            Stream.concat(
                            Stream.concat(
                                    model.onnxVariants().values().stream().sorted(),
                                    model.derived().files().stream()),
                            Stream.of(
                                            model.onnx(),
                                            model.torchscript(),
                                            model.python().map(PythonFactory::file),
                                            Optional.of(model.inputs()),
                                            model.references(),
                                            model.calibration(),
                                            model.detection().map(DetectionTask::annotations),
                                            model.detection().flatMap(DetectionTask::reference),
                                            model.detection()
                                                    .flatMap(it -> it.preprocess().hashes()))
                                    .flatMap(Optional::stream))
                    // What is not here is no part of the run: its cases are skipped.
                    .filter(Files::exists)
                    .forEach(file -> text.append(hash(file)));
        }
        return Sha256.of(text.toString());
    }

    /// A model whose weights are not where it says fails its own cases, and not the run.
    private static String hash(Path file) {
        try {
            return ModelHash.of(file);
        } catch (AssayException e) {
            return Sha256.of(file);
        }
    }
}
