package dev.assay.cli;

import dev.assay.cli.debug.Bench;
import dev.assay.cli.debug.PrecisionRun;
import dev.assay.cli.debug.PrecisionText;
import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.mixed.PrecisionTarget;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.verdict.Exit;
import dev.assay.engines.EngineRuntime;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Finds the nodes that must stay in FP32.
@Command(
        name = "precision",
        description = {
            "Find the smallest set of nodes to keep in FP32.",
            "With them the outputs of an engine in FP16 or BF16 are as near to those of ONNX Runtime in FP32 as asked for: halves of",
            "the network first, then smaller groups, single nodes at last. Prints what to write",
            "into the suite, and how near the activations come to FP16's largest number."
        },
        mixinStandardHelpOptions = true)
final class PrecisionCommand implements Callable<Integer> {
    @Mixin private CaseArgument argument = new CaseArgument();
    @Mixin private StageOptions options = new StageOptions();
    @Mixin private EngineOptions engines = new EngineOptions();

    @Option(
            names = "--target",
            required = true,
            paramLabel = "STAT=VALUE",
            description = {
                "relL2=1e-3, p99-abs=0.5 or another statistic of a suite's tolerances at most,",
                "or SQNR=60 in dB at least; the worst output counts"
            })
    private String target = "";

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "engines to build at most; default: ${DEFAULT-VALUE}",
            defaultValue = "64")
    private int trials = 64;

    @Option(
            names = "--cpu",
            description = {
                "run Assay's own conversion of the model in ONNX Runtime on the CPU, instead of",
                "the case's engine; FP16 only"
            })
    private boolean cpu;

    @Option(names = "--json", paramLabel = "OUT", description = "write what was found, too")
    private Optional<Path> json = Optional.empty();

    @Override
    public Integer call() {
        PrecisionTarget wanted = PrecisionTarget.parse(target);
        if (trials < 1) {
            throw AssayException.config("--trials is %d, it must be at least 1".formatted(trials));
        }
        AssayHome home = options.home();
        EngineCatalog catalog = EngineCatalog.standard();
        List<BenchmarkCase> cases =
                argument.cases(
                        home,
                        catalog,
                        it -> PrecisionRun.isAble(it, catalog.get(it.engine().id())),
                        "cases in FP16 or BF16 of TensorRT and ONNX Runtime engines have nodes to keep");
        EngineRuntime runtime = engines.runtime(home, options.timeout());
        if (cpu) {
            Bench.requireOnCpu(cases);
            return find(cases, wanted, runtime);
        }
        EngineHost host = engines.host(runtime, cases, home.cache());
        try (RunLocks locks = host.lock(home, home.cache().resolve("debug"), cases, engines)) {
            return find(cases, wanted, host.runtime());
        }
    }

    private int find(List<BenchmarkCase> cases, PrecisionTarget wanted, EngineRuntime runtime) {
        PrecisionRun run = new PrecisionRun(runtime, wanted, cpu, trials, Console.err()::println);
        Map<String, PrecisionRun.Result> found = new LinkedHashMap<>();
        for (BenchmarkCase it : cases) {
            PrecisionRun.Result result = run.find(it);
            found.put(it.id().toString(), result);
            Console.out().print(PrecisionText.of(it, wanted, result));
        }
        json.ifPresent(file -> AtomicFile.write(file, Json.indented().writeValueAsString(found)));
        return found.values().stream().allMatch(it -> wanted.isMet(it.best().value()))
                ? Exit.CLEAN
                : Exit.REGRESSION;
    }
}
