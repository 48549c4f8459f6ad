package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.comparison.Subject;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Suite;
import dev.assay.core.verdict.Exit;
import dev.assay.reports.ReportWriter;
import dev.assay.reports.comparison.ComparisonTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Two subjects in one run: what became slower, what faster, and what it would take to tell.
@Command(
        name = "ab",
        description = {
            "Measure a suite under two subjects, fork by fork in turn, and decide.",
            "Settings are options of engines (threads=2, or onnxruntime-cpu.threads=2 for",
            "one), tensorrt=DIR, dist=DIR (another installed Assay), and for rehearsals",
            "slowdown=0.05 (every query really takes 5 %% longer). Without settings a",
            "subject is what the suite says."
        },
        mixinStandardHelpOptions = true)
final class AbCommand implements Callable<Integer> {
    private static final int TERMINAL_WIDTH = 80;

    @Mixin private SuiteOptions suiteOptions = new SuiteOptions();
    @Mixin private RunOptions options = new RunOptions();
    @Mixin private BaselineOptions baselines = new BaselineOptions();
    @Mixin private ComparisonOptions comparison = new ComparisonOptions();
    @Mixin private CiOptions ci = new CiOptions();

    @Option(names = "--a", paramLabel = "KEY=VALUE", description = "the reference is set so")
    private Map<String, String> a = new LinkedHashMap<>();

    @Option(names = "--b", paramLabel = "KEY=VALUE", description = "the candidate is set so")
    private Map<String, String> b = new LinkedHashMap<>();

    @Option(
            names = "--screen",
            paramLabel = "N",
            description =
                    "forks a side of every case, to find suspects; 0: no screen; default:"
                            + " ${DEFAULT-VALUE}",
            defaultValue = "3")
    private int screen = 3;

    @Option(
            names = "--forks",
            paramLabel = "N",
            description =
                    "fresh forks a side that decide: of suspects, or of every case with"
                            + " --screen 0; default: ${DEFAULT-VALUE}",
            defaultValue = "10")
    private int forks = 10;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "run directory; default: a new one under runs/")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--resume", description = "go on with the comparison in --out")
    private boolean resume;

    @Option(
            names = "--dry-run",
            description = "say what would be measured and how long it takes; do nothing")
    private boolean dryRun;

    @Option(names = "--gate", description = "exit 2 where too much is not proven")
    private boolean gate;

    @Override
    public Integer call() {
        ci.begin();
        AssayHome home = options.home();
        ComparisonRun runs = new ComparisonRun(home, options, baselines);
        if (dryRun) {
            DryRun.print(Console.out(), design(runs, home), options.effort());
            return Exit.CLEAN;
        }
        ComparisonRun.Done done =
                resume
                        ? runs.resume(
                                out.orElseThrow(
                                        () -> AssayException.config("--resume needs --out DIR")),
                                comparison.budget(),
                                gate)
                        : runs.start(design(runs, home), out, comparison.budget(), gate);
        Path index = ReportWriter.write(done.run(), done.run().report());
        Console.out().println(ComparisonTable.render(done.run(), TERMINAL_WIDTH));
        Console.out().println("Report: " + index);
        return ci.finishWithReport(done.run(), done.verdict());
    }

    private ComparisonRun.Design design(ComparisonRun runs, AssayHome home) {
        EngineCatalog catalog = EngineCatalog.standard();
        Suite suite = suiteOptions.read(home, catalog);
        SuiteCheck.missing(suite).forEach(it -> Console.err().println("Skipping " + it));
        return runs.design(
                suite,
                ComparisonPlan.of(
                        new Subject(a),
                        new Subject(b),
                        comparison.seed(),
                        screen,
                        forks,
                        comparison.margin()));
    }
}
