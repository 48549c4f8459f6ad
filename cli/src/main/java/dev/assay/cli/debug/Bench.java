package dev.assay.cli.debug;

import dev.assay.accuracy.layerwise.LayerJob;
import dev.assay.accuracy.layerwise.LayerWorker;
import dev.assay.accuracy.layerwise.OnceJob;
import dev.assay.accuracy.layerwise.OnceWorker;
import dev.assay.accuracy.layerwise.ProbeJob;
import dev.assay.accuracy.layerwise.ProbeWorker;
import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.process.Reply;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineDescriptor;
import dev.assay.core.suite.ModelDerivation;
import dev.assay.core.suite.ModelFormat;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.Shape;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.EngineRuntime;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.PreparedEngine;
import dev.assay.onnx.ModelDeriver;
import dev.assay.onnx.debug.ExplicitCasts;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where models are taken apart: processes for one batch, in a temporary folder.
///
/// @param folder removed on closing
public record Bench(EngineRuntime runtime, Path folder) implements AutoCloseable {
    /// The engine that every machine has.
    static final String CPU = "onnxruntime-cpu";

    /// Every operator computed as it stands in the file.
    private static final Map<String, String> PLAIN = Map.of("graph-optimization", "none");

    /// @throws AssayException if ONNX Runtime's CPU cannot compute in the types of a case
    public static void requireOnCpu(List<BenchmarkCase> cases) {
        for (BenchmarkCase it : cases) {
            if (it.precision() == Precision.BF16 || it.precision() == Precision.FP8) {
                throw AssayException.config(
                        "--cpu: ONNX Runtime on the CPU does not compute in %s, leave %s out"
                                .formatted(it.precision(), it.id()));
            }
        }
    }

    static Bench open(EngineRuntime runtime) {
        try {
            return new Bench(runtime, Files.createTempDirectory("assay-debug-"));
        } catch (IOException e) {
            throw AssayException.environment("Cannot make a temporary folder: " + e, e);
        }
    }

    /// The model of a case in FP32, as its makers gave it.
    static Path original(BenchmarkCase it) {
        return it.model()
                .file(ModelFormat.ONNX, Precision.FP32)
                .orElseThrow(() ->
                        AssayException.config(
                                "%s has no ONNX model in FP32, whose nodes could be named"
                                        .formatted(it.id())));
    }

    /// The file that an engine loads for a case: made from the model where the suite says how.
    Path loaded(BenchmarkCase it, EngineDescriptor engine) {
        Path model =
                it.model()
                        .file(engine.format(), it.precision())
                        .orElseThrow(() -> AssayException.config(it.id() + " has no model file"));
        return ModelDerivation.of(it, engine)
                .map(how -> derived(model, how, it.model().inputs()))
                .orElse(model);
    }

    /// A model in the types of its file, as ONNX Runtime's CPU computes it with no digit and no
    /// range beyond them.
    Path forCpu(Path model) {
        Path out = folder.resolve("explicit.onnx");
        ExplicitCasts.write(model, out);
        return out;
    }

    /// A model file made from another, kept in the user's cache.
    Path derived(Path model, ModelDerivation how, Path inputs) {
        return new ModelDeriver(new EngineCache(runtime.cache()).models())
                .derive(model, how, inputs)
                .file();
    }

    /// Writes the first batch of a case's rows.
    Path inputs(BenchmarkCase it) {
        Path file = folder.resolve("inputs.safetensors");
        try (Arena arena = Arena.ofShared()) {
            ModelInputs stored = ModelInputs.read(it.model().inputs(), it.shape(), arena);
            SafetensorsFile.write(
                    file, new ArrayList<>(stored.batch(0, it.batch(), arena).values()));
        }
        return file;
    }

    /// A model in FP32 as the reference computes it.
    static EngineRequest plain(Path model, Path inputs) {
        return request(CPU, model, Precision.FP32, inputs, PLAIN);
    }

    static EngineRequest request(
            String engine,
            Path model,
            Precision precision,
            Path inputs,
            Map<String, String> options) {
        return new EngineRequest(
                engine,
                model,
                precision,
                inputs,
                Optional.empty(),
                Optional.empty(),
                0,
                1,
                options);
    }

    /// Builds an engine and runs one batch, in one process.
    Reply<OnceWorker.Answer> once(EngineRequest request, Path inputs, Path out, int timed) {
        return runtime.building(request.engine(), folder.resolve("once"))
                .run(
                        OnceWorker.class,
                        new OnceJob(request, runtime.cache(), inputs, out, timed),
                        OnceWorker.Answer.class);
    }

    /// The same with a build that may take the limits of one, and a process of its own for it.
    LayerWorker.Answer built(EngineRequest request, Path inputs, Path out) {
        String engine = request.engine();
        PreparedEngine prepared = runtime.build(request, folder.resolve("build")).orThrow();
        return runtime.comparing(engine, folder.resolve("run"))
                .run(
                        LayerWorker.class,
                        new LayerJob(prepared, inputs, out),
                        LayerWorker.Answer.class)
                .orThrow();
    }

    /// Numbers of a model's tensors on its rows.
    ///
    /// @param rows file of them
    ProbeWorker.Answer probe(Path probed, Path rows, Shape row, int batch, int batches) {
        return runtime.building(CPU, folder.resolve("probe"))
                .run(
                        ProbeWorker.class,
                        new ProbeJob(
                                plain(probed, rows), runtime.cache(), rows, row, batch, batches),
                        ProbeWorker.Answer.class)
                .orThrow();
    }

    @Override
    public void close() {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // The system clears its temporary folder.
        }
    }
}
