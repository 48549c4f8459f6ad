package dev.assay.cli;

import dev.assay.cli.quick.InputOptions;
import dev.assay.cli.quick.MeasuredPlan;
import dev.assay.cli.quick.PaceOptions;
import dev.assay.cli.quick.QuickRequest;
import dev.assay.cli.quick.QuickSuite;
import dev.assay.cli.quick.SavedSuite;
import dev.assay.cli.quick.TrtexecFlags;
import dev.assay.cli.quick.TrtexecOptions;
import dev.assay.core.AssayException;
import dev.assay.core.run.Environment;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.Effort;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineDescriptor.Device;
import dev.assay.core.verdict.RunVerdict;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineRuntime;
import dev.assay.reports.QuickTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/// One model without a suite: trtexec's flags in, a table out.
///
/// It writes a suite and runs it through the stages of `assay run`, so that there is one way of
/// measuring.
@Command(
        name = "quick",
        description = {
            "Measure one ONNX model and check its outputs, without a suite.",
            "Flags that trtexec has keep its names and meaning."
        },
        mixinStandardHelpOptions = true)
final class QuickCommand implements Callable<Integer> {
    private static final int WIDTH = 80;

    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "MODEL.onnx",
            description = "the model; it stays where it is")
    private Optional<Path> positional = Optional.empty();

    @Option(names = "--onnx", paramLabel = "MODEL.onnx", description = "likewise")
    private Optional<Path> onnx = Optional.empty();

    @Option(
            names = "--loadEngine",
            paramLabel = "PLAN",
            description = {
                "measure this plan instead of building one. A plan is code: naming it",
                "here says that you trust it. With its ONNX file, too, it is checked"
            })
    private Optional<Path> loadEngine = Optional.empty();

    @Option(
            names = "--saveEngine",
            paramLabel = "FILE",
            description = "keep the plan that was measured")
    private Optional<Path> saveEngine = Optional.empty();

    @Option(
            names = "--engine",
            paramLabel = "ID",
            split = ",",
            description = "default: tensorrt-onnx on a GPU, else onnxruntime-cpu")
    private List<String> engines = List.of();

    @Option(
            names = "--suite",
            paramLabel = "NEW.yml",
            description = "write what is measured as a suite for `assay run`")
    private Optional<Path> suite = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "run directory; default: a new one under runs/")
    private Optional<Path> out = Optional.empty();

    @Unmatched private List<String> unmatched = new ArrayList<>();

    @Mixin private TrtexecOptions trtexec = new TrtexecOptions();
    @Mixin private PaceOptions pace = new PaceOptions();
    @Mixin private InputOptions inputs = new InputOptions();
    @Mixin private StageOptions stage = new StageOptions();
    @Mixin private EngineOptions engineOptions = new EngineOptions();

    @Override
    public Integer call() {
        requireKnown();
        AssayHome home = stage.home();
        EngineCatalog catalog = EngineCatalog.standard();
        QuickRequest request = request(home, catalog);
        Optional<SavedSuite> saved = suite.map(SavedSuite::new);
        Instant now = InstantSource.system().instant();
        Path root = out.orElseGet(() -> newRun(home, request, now));
        requireFree(root);
        QuickSuite quick = new QuickSuite(request, catalog, root.resolve("quick"));
        // Before waiting for a run that measures to end.
        quick.check();
        saveEngine.ifPresent(it -> MeasuredPlan.check(request, catalog, it));
        loadEngine.ifPresent(it -> new EngineCache(home.cache()).trustedPlans().trust(it));
        EngineRuntime plain = engineOptions.runtime(home, stage.timeout());
        EngineHost maker =
                loadEngine.isPresent()
                        ? engineOptions.gpuHost(plain, home.cache())
                        : new EngineHost(plain, Optional.empty());
        QuickSuite.Made made;
        try (RunLocks locks = RunLocks.forRun(home, root, List.of(), maker.device())) {
            made = quick.make(maker.runtime());
        }
        saved.ifPresent(it -> it.write(quick.file()));
        RunVerdict verdict = measure(home, catalog, made, root, now);
        RunDirectory run = RunDirectory.open(root);
        Console.out().println(QuickTable.render(run, made.facts(), made.notes(), WIDTH));
        suite.ifPresent(it -> Console.out().println("Suite:  " + it));
        Console.out().println("Report: " + run.report().resolve("index.html"));
        // Last: what was measured is not lost where it fails.
        saveEngine.ifPresent(it -> MeasuredPlan.save(root, it));
        return verdict.exitCode();
    }

    private void requireKnown() {
        if (!unmatched.isEmpty()) {
            throw AssayException.config(
                    TrtexecFlags.refusal(unmatched.getFirst(), spec.optionsMap().keySet()));
        }
    }

    private QuickRequest request(AssayHome home, EngineCatalog catalog) {
        if (onnx.isPresent() && positional.isPresent()) {
            throw AssayException.config(
                    "there are two models: %s and --onnx=%s"
                            .formatted(positional.get(), onnx.get()));
        }
        Path model =
                onnx.or(() -> positional)
                        .or(() -> loadEngine)
                        .orElseThrow(() ->
                                AssayException.config(
                                        "which model? `assay quick MODEL.onnx`, or --loadEngine=PLAN"));
        List<String> ids = engineIds(home);
        if (loadEngine.isPresent()
                && ids.stream().anyMatch(it -> !catalog.get(it).hasOption("loadEngine"))) {
            throw AssayException.config(
                    "--loadEngine: only tensorrt-onnx runs plans, leave --engine out");
        }
        boolean gpu = ids.stream().anyMatch(it -> catalog.get(it).device() == Device.GPU);
        return new QuickRequest(
                model,
                loadEngine,
                ids,
                trtexec.precisions(gpu),
                trtexec.engineOptions(gpu),
                trtexec.shapeTexts(),
                inputs.source(),
                inputs.references(),
                inputs.calibration());
    }

    private List<String> engineIds(AssayHome home) {
        if (!engines.isEmpty()) {
            return engines;
        }
        boolean gpu = home.gpuInstalled() || loadEngine.isPresent();
        return List.of(gpu ? "tensorrt-onnx" : "onnxruntime-cpu");
    }

    private static Path newRun(AssayHome home, QuickRequest request, Instant now) {
        String id = RunIds.create(now, request.name(), RandomGenerator.getDefault());
        return home.runs().resolve(id);
    }

    private static void requireFree(Path root) {
        if (Files.exists(root.resolve("run.json")) || Files.exists(root.resolve("quick"))) {
            throw AssayException.config(root + " already holds a run: choose another");
        }
    }

    /// As `assay run` measures a suite.
    private RunVerdict measure(
            AssayHome home, EngineCatalog catalog, QuickSuite.Made made, Path root, Instant now) {
        InstantSource clock = InstantSource.system();
        List<BenchmarkCase> cases = SuiteOptions.expand(made.suite(), catalog);
        EngineHost host =
                engineOptions.host(
                        engineOptions.runtime(home, stage.timeout()), cases, home.cache());
        Environment environment =
                new EnvironmentProbe(Path.of("/")).probe(clock.instant(), host.device());
        RunDirectory run =
                new RunFolders(home.runs())
                        .create(
                                made.suite(),
                                Effort.QUICK,
                                environment,
                                CommandLineText.current(),
                                now,
                                Optional.of(root));
        if (out.isEmpty()) {
            RunIds.pointLatest(home.runs(), run.root());
        }
        try (RunLog log = new RunLog(run.log(), Console.progress());
                RunLocks locks = host.lock(home, run.root(), cases, engineOptions)) {
            log.info("Assay " + Version.current() + ", run " + run.root());
            Stages stages = new Stages(run, host.runtime(), engineOptions.allowShared());
            stages.bench(Effort.QUICK, pace.pace(), log);
            stages.accuracy(log);
            RunVerdict verdict = Stages.compareAlone(run);
            run.writeInfo(run.info().orElseThrow().finish(clock.instant(), verdict.exitCode()));
            stages.report();
            log.info(verdict.sentence() + " Exit code " + verdict.exitCode());
            return verdict;
        }
    }
}
