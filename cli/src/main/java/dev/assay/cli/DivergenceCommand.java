package dev.assay.cli;

import dev.assay.cli.debug.Bench;
import dev.assay.cli.debug.DivergenceRun;
import dev.assay.cli.debug.DivergenceText;
import dev.assay.cli.debug.TensorPattern;
import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.layerwise.Divergence;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.verdict.Exit;
import dev.assay.engines.EngineRuntime;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Finds the first node of an engine whose output leaves its noise floor.
@Command(
        name = "divergence",
        description = {
            "Name the first node whose output leaves its noise floor.",
            "The engine computes one batch with its inner tensors as outputs, and so does ONNX",
            "Runtime on the CPU in FP32. How far rounding alone puts each tensor off is computed,",
            "too: what is further off is wrong. Works with TensorRT and ONNX Runtime engines."
        },
        mixinStandardHelpOptions = true)
final class DivergenceCommand implements Callable<Integer> {
    private static final int MEBI_SHIFT = 20;

    @Mixin private CaseArgument argument = new CaseArgument();
    @Mixin private StageOptions options = new StageOptions();
    @Mixin private EngineOptions engines = new EngineOptions();

    @Option(
            names = "--layers",
            paramLabel = "FILE",
            description =
                    "what PyTorch's layers computed of the first batch, by their names in the model")
    private Optional<Path> layers = Optional.empty();

    @Option(
            names = "--match",
            paramLabel = "PATTERN",
            description = "tensors to look at, e.g. '/body.0/*'; default: all",
            defaultValue = "*")
    private String match = "*";

    @Option(
            names = "--limit",
            paramLabel = "RELL2",
            description = "relative L2 error that is noise, for all tensors alike")
    private Optional<Double> limit = Optional.empty();

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            description =
                    "of the tensors that are outputs at a time, in FP32; more of them need more"
                            + " builds; default: ${DEFAULT-VALUE}",
            defaultValue = "2048")
    private int memoryMebi = 2048;

    @Option(
            names = "--cpu",
            description = {
                "compute the model in the case's types in ONNX Runtime on the CPU, instead of the",
                "case's engine: finds what overflows in FP16 without a GPU"
            })
    private boolean cpu;

    @Option(names = "--json", paramLabel = "OUT", description = "write every tensor's error, too")
    private Optional<Path> json = Optional.empty();

    @Override
    public Integer call() {
        if (memoryMebi < 1 || limit.filter(it -> !(it > 0)).isPresent()) {
            throw AssayException.config("--memory and --limit must be above 0");
        }
        AssayHome home = options.home();
        EngineCatalog catalog = EngineCatalog.standard();
        List<BenchmarkCase> cases =
                argument.cases(
                        home,
                        catalog,
                        it -> DivergenceRun.isAble(catalog.get(it.engine().id())),
                        "TensorRT and ONNX Runtime engines show their inner tensors");
        EngineRuntime runtime = engines.runtime(home, options.timeout());
        if (cpu) {
            Bench.requireOnCpu(cases);
            return find(cases, runtime);
        }
        EngineHost host = engines.host(runtime, cases, home.cache());
        try (RunLocks locks = host.lock(home, home.cache().resolve("debug"), cases, engines)) {
            return find(cases, host.runtime());
        }
    }

    private int find(List<BenchmarkCase> cases, EngineRuntime runtime) {
        DivergenceRun run =
                new DivergenceRun(
                        runtime,
                        layers,
                        new TensorPattern(match),
                        limit.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                        (long) memoryMebi << MEBI_SHIFT,
                        cpu);
        Map<String, Divergence> found = new LinkedHashMap<>();
        for (BenchmarkCase it : cases) {
            DivergenceRun.Result result = run.find(it);
            found.put(it.id().toString(), result.divergence());
            Console.out().print(DivergenceText.of(it.id().toString(), result));
        }
        json.ifPresent(file -> AtomicFile.write(file, Json.indented().writeValueAsString(found)));
        return found.values().stream().anyMatch(it -> it.firstWrong().isPresent())
                ? Exit.REGRESSION
                : Exit.CLEAN;
    }
}
