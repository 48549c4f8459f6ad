package dev.assay.cli;

import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.comparison.Turn;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.Effort;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Suite;
import dev.assay.engines.EngineRequest;
import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Says what a run would do.
final class DryRun {
    /// Starting two JVMs and loading an engine, seen on small machines.
    private static final double FORK_OVERHEAD_SECONDS = 2.5;

    private static final double ACCURACY_SECONDS = 3;
    private static final long BYTES_PER_SAMPLE = 4;
    private static final long TYPICAL_SAMPLES = 5_000;
    private static final long DIGEST_BYTES = 20_000;

    private DryRun() {}

    static void print(PrintStream out, Suite suite, List<BenchmarkCase> cases, Effort effort) {
        int forks =
                measured(cases).stream().mapToInt(it -> effort.forks(it.engine().builds())).sum();
        int compared = measured(cases).size();
        new Work(suite.name(), cases, engines(cases), compared, forks, forks).print(out, effort);
    }

    /// Of two subjects: at least the screen, at most every case a suspect.
    static void print(PrintStream out, ComparisonRun.Design design, Effort effort) {
        EngineCatalog catalog = EngineCatalog.standard();
        ComparisonPlan plan = design.plan();
        List<BenchmarkCase> a = SuiteOptions.expand(design.suiteA(), catalog);
        List<BenchmarkCase> b = SuiteOptions.expand(design.suiteB(), catalog);
        int least = 0;
        int most = 0;
        for (BenchmarkCase measured : measured(b)) {
            int screened = 2 * plan.forks(measured.id(), Turn.Stage.SCREEN);
            int confirmed = 2 * plan.forks(measured.id(), Turn.Stage.CONFIRM);
            least += screened > 0 ? screened : confirmed;
            most += screened + confirmed;
        }
        Set<EngineRequest> engines = new HashSet<>(engines(a));
        engines.addAll(engines(b));
        out.printf("a: %s%nb: %s%n%n", plan.a().label(), plan.b().label());
        int compared = 2 * measured(b).size();
        new Work(design.suiteB().name(), b, engines, compared, least, most).print(out, effort);
    }

    private static List<BenchmarkCase> measured(List<BenchmarkCase> cases) {
        return cases.stream().filter(it -> it.skipped().isEmpty()).toList();
    }

    private static Set<EngineRequest> engines(List<BenchmarkCase> cases) {
        return measured(cases).stream()
                .flatMap(it ->
                        IntStream.range(0, it.engine().builds())
                                .mapToObj(fork ->
                                        EngineRequest.of(it, EngineCatalog.standard(), fork)))
                .collect(Collectors.toSet());
    }

    private static String minutes(double seconds) {
        long whole = Math.round(seconds);
        return "%d:%02d min".formatted(whole / 60, whole % 60);
    }

    /// @param cases with the skipped ones
    /// @param compared how often outputs are compared with their references
    private record Work(
            String suite,
            List<BenchmarkCase> cases,
            Set<EngineRequest> engines,
            int compared,
            int fewestForks,
            int mostForks) {
        void print(PrintStream out, Effort effort) {
            CasesCommand.print(out, cases);
            int measured = measured(cases).size();
            double preparing = (compared + engines.size()) * ACCURACY_SECONDS;
            double fork = effort.warmUpSeconds() + effort.measureSeconds() + FORK_OVERHEAD_SECONDS;
            double least = fewestForks * fork + preparing;
            double most =
                    mostForks * fork + (mostForks - measured) * effort.measureSeconds() + preparing;
            long bytes = mostForks * (TYPICAL_SAMPLES * BYTES_PER_SAMPLE + DIGEST_BYTES);
            out.printf(
                    "%n%s: %d cases, %d to measure with %s forks, %d engines to prepare%n",
                    suite,
                    cases.size(),
                    measured,
                    fewestForks == mostForks ? fewestForks : fewestForks + " to " + mostForks,
                    engines.size());
            out.printf(
                    "estimated time %s, disk about %d MB%n",
                    minutes(least).equals(minutes(most))
                            ? minutes(least)
                            : minutes(least) + " to " + minutes(most),
                    Math.max(1, bytes / 1_000_000));
        }
    }
}
