package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What build servers take, held against their documented limits and grammars.
class CiFilesTest {
    /// A sample line of OpenMetrics 1.0: name, labels with escaped values, number.
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "([a-z_]+)\\{(\\w+=\"(?:[^\"\\\\\n]|\\\\[\\\\n\"])*\",?)+} -?[0-9.]+(E-?[0-9]+)?");

    @TempDir Path folder;

    @Test
    void writesEveryFileAtANameThatIsTheSameEveryNight() throws IOException {
        write(new DemoRun(folder.resolve("run")).standard(), false);
        try (var files = Files.list(folder.resolve("ci"))) {
            assertThat(files.map(it -> it.getFileName().toString()).sorted())
                    .containsExactly(
                            "annotations.txt",
                            "badge.json",
                            "comment.md",
                            "junit.xml",
                            "metrics.prom",
                            "summary.md");
        }
        new CiFiles(folder.resolve("ci")).clear();
        assertThat(folder.resolve("ci")).isEmptyDirectory();
    }

    @Test
    void saysInEveryFormatThatACaseRegressed() throws IOException {
        CiFiles.Written written = write(regressed(1), false);
        assertThat(read("junit.xml"))
                .contains("<failure type=\"latency\" message=\"REGRESSED: 5.2 % slower\">")
                .contains("change: +5.2 % (+4.1 % to +6.3 %)");
        assertThat(read("comment.md"))
                .startsWith("<!-- assay smoke -->\n### ✗ Assay: Regression (exit code 1)")
                .contains("| ▲ REGRESSED | m/pytorch/fp32/b1/3x96x90/base/latency | +5.2 % (");
        assertThat(written.annotations())
                .containsExactly(
                        "::error title=smoke%3A REGRESSED"
                                + " m/pytorch/fp32/b1/3x96x90/base/latency::REGRESSED: 5.2 %25 slower");
        assertThat(read("metrics.prom"))
                .contains("assay_case_change_ratio{suite=\"smoke\",environment=\"")
                .contains("case=\"m/pytorch/fp32/b1/3x96x90/base/latency\"} 0.052\n")
                .contains("verdict=\"REGRESSED\"} 1\n");
        assertThat(read("badge.json"))
                .isEqualTo(
                        "{\"schemaVersion\":1,\"label\":\"assay smoke\",\"message\":\"regression, 1"
                                + " case\",\"color\":\"red\"}\n");
    }

    @Test
    void turnsNothingRedWhereItMayOnlyWarn() throws IOException {
        CiFiles.Written written = write(regressed(1), true);
        assertThat(read("junit.xml"))
                .doesNotContain("<failure")
                .contains("failures=\"0\"")
                .contains("would fail (latency) but for --warn-only: REGRESSED: 5.2 % slower");
        assertThat(written.annotations()).allMatch(it -> it.startsWith("::warning "));
        assertThat(written.summary()).contains("--warn-only");
        assertThat(read("comment.md")).contains("--warn-only");
    }

    @Test
    void keepsTheTenAnnotationsThatGitHubShowsAndSaysHowManyMoreThereAre() throws IOException {
        CiFiles.Written written = write(regressed(25), false);
        assertThat(written.annotations()).hasSize(10);
        assertThat(written.annotations().getLast()).contains("16 more");
    }

    @Test
    void cutsACommentBetweenRowsAndSaysHowManyAreMissing() throws IOException {
        write(regressed(700), false);
        String comment = read("comment.md");
        assertThat(comment.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(65_536);
        assertThat(comment.lines().filter(it -> it.startsWith("|")))
                .allMatch(it -> it.endsWith("|"));
        Matcher missing =
                Pattern.compile("(\\d+) more are too long for a comment").matcher(comment);
        assertThat(missing.find()).isTrue();
        long shown = comment.lines().filter(it -> it.startsWith("| ▲")).count();
        assertThat(shown + Long.parseLong(missing.group(1))).isEqualTo(700);
        assertThat(comment).contains("</details>").endsWith("700 cases: 700 REGRESSED\n");
    }

    @Test
    void cutsTheSummaryBetweenRowsToo() throws IOException {
        DemoRun demo = new DemoRun(folder.resolve("run"));
        demo.start();
        for (int batch = 1; batch <= 100; batch++) {
            demo.skipped("m", "replay", "fp16", batch, "no".repeat(5_000));
        }
        demo.verdict(0, "Clean.");
        String summary = write(demo.run(), false).summary();
        assertThat(summary.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(800_000, 1 << 20);
        assertThat(summary).containsPattern("\n\\d+ more cases are too long for a summary");
    }

    @Test
    void writesMetricsByTheGrammarOfOpenMetrics() throws IOException {
        DemoRun demo = new DemoRun(folder.resolve("run"));
        write(demo.standard(), false);
        List<String> lines = read("metrics.prom").lines().toList();
        assertThat(lines.getLast()).isEqualTo("# EOF");
        Set<String> done = new HashSet<>();
        String family = "";
        for (String line : lines.subList(0, lines.size() - 1)) {
            if (line.startsWith("# TYPE ")) {
                family = line.split(" ", -1)[2];
                assertThat(done.add(family)).as("a family stands together: " + family).isTrue();
            } else if (line.startsWith("# UNIT ")) {
                assertThat(line.split(" ", -1)[2]).endsWith("_" + line.split(" ", -1)[3]);
            } else if (!line.startsWith("# HELP ")) {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1)).isEqualTo(family);
            }
        }
        assertThat(done).contains("assay_run_exit_code", "assay_case_median_seconds");
    }

    @Test
    void escapesWhatASuiteIsCalled() throws IOException {
        DemoRun demo = new DemoRun(folder.resolve("run"));
        demo.start();
        demo.failed("m", "pytorch", 1, "100 %\nof::memory, \"used\" <b>");
        demo.verdict(4, "1 case failed.");
        Path info = demo.run().root().resolve("run.json");
        AtomicFile.write(info, Files.readString(info).replace("\"smoke\"", "\"a\\\"b\\\\,c:d\""));
        CiFiles.Written written = write(demo.run(), false);
        assertThat(read("metrics.prom")).contains("suite=\"a\\\"b\\\\,c:d\"");
        assertThat(written.annotations().getFirst())
                .contains("title=a\"b\\%2Cc%3Ad%3A FAILED")
                .endsWith("FAILED: 100 %25%0Aof::memory, \"used\" <b>");
        assertThat(read("comment.md")).startsWith("<!-- assay abcd -->").doesNotContain("<b>");
    }

    @Test
    void turnsALostCaseRed() throws IOException {
        DemoRun demo = new DemoRun(folder.resolve("run"));
        demo.start();
        demo.missing("m", "pytorch", 1, "shard 2 of 3 is missing");
        demo.verdict(4, "1 case was not measured.");
        write(demo.run(), false);
        assertThat(read("junit.xml"))
                .contains(
                        "<failure type=\"missing\" message=\"NOT RUN: shard 2 of 3 is missing\">");
    }

    private RunDirectory regressed(int cases) {
        DemoRun demo = new DemoRun(folder.resolve("run"));
        demo.start();
        for (int batch = 1; batch <= cases; batch++) {
            demo.judged(
                    "m",
                    "pytorch",
                    batch,
                    new SpeedVerdict(
                            Verdict.REGRESSED,
                            "SLOWER",
                            "5.2 % slower",
                            OptionalDouble.of(0.052),
                            OptionalDouble.of(0.041),
                            OptionalDouble.of(0.063)));
        }
        demo.verdict(1, cases + " measured cases are slower.");
        return demo.run();
    }

    private CiFiles.Written write(RunDirectory run, boolean warnOnly) {
        return new CiFiles(folder.resolve("ci")).write(run, warnOnly);
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve("ci").resolve(file));
    }
}
