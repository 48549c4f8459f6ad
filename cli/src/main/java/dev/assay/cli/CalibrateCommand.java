package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.comparison.ComparisonPlan;
import dev.assay.core.comparison.ComparisonRow;
import dev.assay.core.comparison.Subject;
import dev.assay.core.noise.Calibration;
import dev.assay.core.noise.CalibrationRow;
import dev.assay.core.rehearsal.Calibrator;
import dev.assay.core.rehearsal.PoolHalves;
import dev.assay.core.run.EnvironmentId;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunInfo;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.verdict.Exit;
import dev.assay.reports.ReportWriter;
import dev.assay.reports.comparison.CalibrationTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Compares a suite with itself: how small a change can each case show on this machine?
@Command(
        name = "calibrate",
        description = {
            "Measure a suite against itself and keep each case's noise for later verdicts.",
            "What is found goes to <baselines>/<environment id>/calibration.jsonl."
        },
        mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {
    private static final int TERMINAL_WIDTH = 80;

    @Mixin private SuiteOptions suiteOptions = new SuiteOptions();
    @Mixin private RunOptions options = new RunOptions();
    @Mixin private BaselineOptions baselines = new BaselineOptions();
    @Mixin private ComparisonOptions comparison = new ComparisonOptions();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "set on both sides, as for 'assay ab'")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--forks",
            paramLabel = "N",
            description = "forks a side of every case; default: ${DEFAULT-VALUE}",
            defaultValue = "10")
    private int forks = 10;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "run directory; default: a new one under runs/")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--pools",
            paramLabel = "DIR",
            description =
                    "measure nothing: take the reference's forks of these pools, half for each"
                            + " side; --out is DIR/calibration then by default")
    private Optional<Path> pools = Optional.empty();

    @Override
    public Integer call() {
        RunDirectory run = pools.map(this::compareHalves).orElseGet(this::measure);
        EnvironmentId environment =
                run.environment()
                        .orElseThrow(
                                () -> AssayException.data(run.root() + " has no environment.json"))
                        .id();
        RunInfo info = run.info().orElseThrow();
        List<CalibrationRow> rows =
                ComparisonRow.of(run).stream()
                        .flatMap(it -> Calibrator.calibrate(it, info.id(), info.started()).stream())
                        .toList();
        Calibration.append(baselines.folder(), environment, rows);
        Path index = ReportWriter.write(run, run.report());
        Console.out().println(CalibrationTable.render(rows, run, TERMINAL_WIDTH));
        Console.out()
                .printf(
                        "Kept for %d cases of environment %s%nReport: %s%n",
                        rows.size(), environment.shortForm(), index);
        return rows.isEmpty() ? Exit.CASES_FAILED : Exit.CLEAN;
    }

    private RunDirectory compareHalves(Path folder) {
        RunDirectory run =
                PoolHalves.compare(
                        RunDirectory.open(folder),
                        out.orElseGet(() -> folder.resolve("calibration")),
                        comparison.margin());
        Stages.compare(run, baselines, false);
        return run;
    }

    private RunDirectory measure() {
        AssayHome home = options.home();
        ComparisonRun runs = new ComparisonRun(home, options, baselines);
        Subject self = new Subject(settings);
        return runs.start(
                        runs.design(
                                suiteOptions.read(home, EngineCatalog.standard()),
                                ComparisonPlan.of(
                                        self,
                                        self,
                                        comparison.seed(),
                                        0,
                                        forks,
                                        comparison.margin())),
                        out,
                        comparison.budget(),
                        false)
                .run();
    }
}
