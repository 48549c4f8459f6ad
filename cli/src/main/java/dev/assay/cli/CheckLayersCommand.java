package dev.assay.cli;

import dev.assay.cli.layerwise.LayerRun;
import dev.assay.cli.layerwise.LayerWalkText;
import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.layerwise.LayerWalk;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Suite;
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

/// Finds the first layer of an engine that computes something else than the model.
@Command(
        name = "check-layers",
        description = {
            "Compare a TensorRT engine layer by layer, and name the first layer that is wrong.",
            "The engine is built once more, with its layers as outputs, for the first batch of each case.",
            "They are held against PyTorch's layers from a file, or against those of the FP32 model in ONNX Runtime on the CPU."
        },
        mixinStandardHelpOptions = true)
final class CheckLayersCommand implements Callable<Integer> {
    @Mixin private SuiteOptions suiteOptions = new SuiteOptions();
    @Mixin private StageOptions options = new StageOptions();
    @Mixin private EngineOptions engines = new EngineOptions();

    @Option(
            names = "--layers",
            paramLabel = "FILE",
            description = {
                "what PyTorch's layers computed, by their names in the model; where the file holds",
                "the model's inputs, too, they are used instead of the suite's"
            })
    private Optional<Path> layers = Optional.empty();

    @Option(
            names = "--match",
            paramLabel = "PATTERN",
            description = "layers to look at, e.g. 'body.0.*'; default: all",
            defaultValue = "*")
    private String match = "*";

    @Option(
            names = "--limit",
            paramLabel = "RELL2",
            description = "relative L2 error of a layer that is right; default: by precision")
    private Optional<Double> limit = Optional.empty();

    @Option(
            names = "--cpu",
            description = {
                "compute the network that tensorrt-api builds in ONNX Runtime on the CPU:",
                "checks how layers are put together without a GPU"
            })
    private boolean cpu;

    @Option(names = "--json", paramLabel = "OUT", description = "write every layer's error, too")
    private Optional<Path> json = Optional.empty();

    @Override
    public Integer call() {
        limit.filter(it -> !(it > 0))
                .ifPresent(it -> {
                    throw AssayException.config("--limit is %s, it must be above 0".formatted(it));
                });
        AssayHome home = options.home();
        EngineCatalog catalog = EngineCatalog.standard();
        Suite suite = suiteOptions.read(home, catalog);
        List<BenchmarkCase> cases = chosen(suite, catalog);
        GeneratedSets.of(catalog).make(suite);
        EngineRuntime runtime = engines.runtime(home, options.timeout());
        Map<String, LayerWalk> walks =
                cpu ? check(cases, runtime) : checkOnGpu(cases, runtime, home);
        json.ifPresent(file -> AtomicFile.write(file, Json.indented().writeValueAsString(walks)));
        return walks.values().stream().anyMatch(it -> it.firstWrong().isPresent())
                ? Exit.REGRESSION
                : Exit.CLEAN;
    }

    private Map<String, LayerWalk> checkOnGpu(
            List<BenchmarkCase> cases, EngineRuntime runtime, AssayHome home) {
        EngineHost host = engines.host(runtime, cases, home.cache());
        try (RunLocks locks = host.lock(home, home.cache().resolve("check"), cases, engines)) {
            return check(cases, host.runtime());
        }
    }

    private Map<String, LayerWalk> check(List<BenchmarkCase> cases, EngineRuntime runtime) {
        OptionalDouble allowed = limit.map(OptionalDouble::of).orElse(OptionalDouble.empty());
        LayerRun run = new LayerRun(runtime, layers, match, allowed, cpu);
        Map<String, LayerWalk> walks = new LinkedHashMap<>();
        for (BenchmarkCase it : cases) {
            LayerRun.Result result = run.check(it);
            walks.put(it.id().toString(), result.walk());
            Console.out().print(LayerWalkText.of(it.id().toString(), result));
        }
        return walks;
    }

    private static List<BenchmarkCase> chosen(Suite suite, EngineCatalog catalog) {
        List<BenchmarkCase> able =
                SuiteOptions.expand(suite, catalog).stream()
                        .filter(it -> it.skipped().isEmpty())
                        .filter(it -> catalog.get(it.engine().id()).hasOption(LayerRun.MARK_LAYERS))
                        .toList();
        if (able.isEmpty()) {
            throw AssayException.config(
                    "No case of suite %s can show its layers: only those of TensorRT engines can"
                            .formatted(suite.name()));
        }
        return able;
    }
}
