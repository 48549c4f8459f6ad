package dev.assay.reports.ci;

import dev.assay.core.verdict.Exit;
import dev.assay.reports.text.MarkdownLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Workflow commands that GitHub shows as annotations of a job, worst first.
///
/// Of a step GitHub keeps ten of each kind and drops the others without a word (docs.github.com,
/// "Workflow commands"; the numbers are in actions/toolkit, docs/problem-matchers.md), so the tenth
/// says how many more there are.
public final class Annotations {
    private static final int MOST = 10;
    private static final int MAX_CHARACTERS = 1_000;

    private Annotations() {}

    /// One workflow command a line.
    public static List<String> render(CiRun run) {
        List<String> errors = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        run.banner()
                .exit()
                .filter(code -> code == Exit.REFUSED || code == Exit.NOT_PROVEN)
                .ifPresent(code ->
                        (run.warnOnly() ? warnings : errors)
                                .add(command(run, run.banner().word().word(), sentence(run))));
        for (CiCase it : run.remarkable()) {
            boolean red = JunitResult.of(it, run.warnOnly()) instanceof JunitResult.Failure;
            switch (it.state()) {
                case REGRESSED, INVALID, FAILED, NOT_REACHED, INCONCLUSIVE ->
                        (red ? errors : warnings)
                                .add(command(run, it.state().word() + " " + it.id(), it.message()));
                case UNCHECKED, UNJUDGED, VALID, UNCHANGED, IMPROVED, SKIPPED -> {}
            }
        }
        return Stream.of(
                        kind("error", errors),
                        kind("warning", warnings),
                        kind(
                                "notice",
                                run.banner().notices().stream()
                                        .map(it -> command(run, "Assay", it))
                                        .toList()))
                .flatMap(List::stream)
                .toList();
    }

    private static String sentence(CiRun run) {
        return run.banner().sentence();
    }

    /// A command without its kind.
    private static String command(CiRun run, String title, String message) {
        String text = MarkdownLimit.clip(message, MAX_CHARACTERS);
        return " title=%s::%s".formatted(property(run.suite() + ": " + title), data(text));
    }

    private static List<String> kind(String kind, List<String> commands) {
        if (commands.size() <= MOST) {
            return commands.stream().map(it -> "::" + kind + it).toList();
        }
        List<String> kept = new ArrayList<>();
        commands.subList(0, MOST - 1).forEach(it -> kept.add("::" + kind + it));
        kept.add(
                "::%s title=Assay::%s more: the job summary and the report have them all"
                        .formatted(kind, commands.size() - kept.size()));
        return kept;
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
