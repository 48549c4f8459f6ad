package dev.assay.cli.quick;

import dev.assay.accuracy.advice.PairAdvisor;
import dev.assay.accuracy.trial.TrialWorker;
import dev.assay.cli.imports.GivenTensors;
import dev.assay.cli.imports.TensorChecks;
import dev.assay.cli.imports.Trial;
import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.process.Reply;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.EngineRuntime;
import dev.assay.engines.PreparedEngine;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a quick run's outputs are held against.
///
/// @param tensors by output name; empty where nothing can be compared
/// @param described exactly what they are, or why there are none
/// @param noise relL2 between two FP32 computations, where there were two and they agree
/// @param notes what came up while they were made
record QuickReference(
        Map<String, TensorData> tensors,
        String described,
        OptionalDouble noise,
        List<String> notes) {
    private static final String CPU = "onnxruntime-cpu";
    private static final Map<String, String> PLAIN = Map.of("graph-optimization", "none");

    QuickReference {
        notes = List.copyOf(notes);
    }

    static QuickReference none(String why) {
        return new QuickReference(
                Map.of(), "none, outputs are UNCHECKED: " + why, OptionalDouble.empty(), List.of());
    }

    /// What the makers of a reference share.
    ///
    /// @param inputs file of the rows
    /// @param row shape of one row of the first input
    /// @param work folder for processes and what they compute
    record Source(
            EngineRuntime runtime, Path inputs, Shape row, int batch, Path work, Arena arena) {
        /// Every output of all rows, computed by ONNX Runtime on the CPU in FP32.
        private Map<String, TensorData> compute(
                Path model, String folder, Map<String, String> options, List<String> library) {
            Trial trial = new Trial(runtime, work.resolve(folder));
            PreparedEngine engine = trial.prepare(CPU, model, options);
            Reply<TrialWorker.Answer> reply = trial.run(engine, inputs, row, batch);
            reply.orThrow();
            library.add(engine.identity().version());
            return SafetensorsFile.read(trial.outputs(engine, batch), arena);
        }
    }

    /// Stored outputs of the user's.
    ///
    /// @param model to learn the noise of FP32 with, if ONNX Runtime can run it
    static QuickReference given(
            List<Path> files,
            Optional<Path> model,
            List<String> outputs,
            QuickInputs inputs,
            Source source) {
        TensorHints hints = new TensorHints(Optional.empty(), Map.of(), Map.of(), Optional.empty());
        GivenTensors all = GivenTensors.read("--ref", files, Map.of(), hints, source.arena());
        GivenTensors found = all.taking(outputs);
        if (found.isEmpty()) {
            all.nameTheOnlyOne(outputs);
            found = all.taking(outputs);
        }
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (String name : outputs) {
            found.find(name).ifPresent(it -> tensors.put(name, it));
        }
        if (tensors.size() < outputs.size()) {
            throw AssayException.data(
                    "--ref: %s hold %s, the model's outputs are %s: save each under its name"
                            .formatted(files, found.names(), outputs));
        }
        TensorChecks checks = new TensorChecks(source.arena());
        checks.rows(inputs.tensors(), tensors);
        checks.throwIfAny();
        OptionalDouble noise =
                model.map(it -> noise(it, tensors, source)).orElse(OptionalDouble.empty());
        return new QuickReference(tensors, "given with --ref: " + files, noise, List.of());
    }

    private static OptionalDouble noise(
            Path model, Map<String, TensorData> reference, Source source) {
        try {
            return noise(
                    source.compute(model, "optimised", Map.of(), new ArrayList<>()), reference);
        } catch (AssayException e) {
            // Another engine may run what this one cannot; then less is known of noise.
            return OptionalDouble.empty();
        }
    }

    /// ONNX Runtime's own outputs, with every operator computed as it stands in the file.
    static QuickReference computed(Path model, Source source) {
        List<String> versions = new ArrayList<>();
        Map<String, TensorData> tensors;
        Map<String, TensorData> optimised;
        try {
            tensors = source.compute(model, "plain", PLAIN, versions);
            optimised = source.compute(model, "optimised", Map.of(), versions);
        } catch (AssayException e) {
            return none("ONNX Runtime on the CPU cannot compute one: " + e.getMessage());
        }
        for (TensorData tensor : tensors.values()) {
            long nonFinite = tensor.nonFinite();
            if (nonFinite > 0) {
                return none(
                        "ONNX Runtime on the CPU in FP32 itself computes %d of %d values of '%s' as NaN or infinite. Look for inputs that the network was not made for, or constants traced at the export"
                                .formatted(nonFinite, tensor.elements(), tensor.name()));
            }
        }
        OptionalDouble noise = noise(optimised, tensors);
        List<String> notes =
                noise.isPresent()
                        ? List.of()
                        : List.of(
                                "ONNX Runtime with and without its graph optimisation differs by more than FP32's noise: the reference is in doubt");
        return new QuickReference(
                tensors,
                "ONNX Runtime %s on the CPU in FP32, graph optimisation off: not PyTorch, so a wrong export is not found"
                        .formatted(versions.getFirst()),
                noise,
                notes);
    }

    /// @return the largest relL2 of the outputs; empty where one is beyond noise
    private static OptionalDouble noise(
            Map<String, TensorData> outputs, Map<String, TensorData> reference) {
        double largest = 0;
        for (Map.Entry<String, TensorData> entry : reference.entrySet()) {
            TensorData output = outputs.get(entry.getKey());
            if (output == null || !output.shape().equals(entry.getValue().shape())) {
                return OptionalDouble.empty();
            }
            ErrorStatistics statistics =
                    ErrorCalculator.calculate(TensorPairs.of(output, entry.getValue()));
            boolean equal = statistics.allFinite() && statistics.l2() == 0;
            if (!equal && !PairAdvisor.isNoise(statistics)) {
                return OptionalDouble.empty();
            }
            largest = Math.max(largest, statistics.relativeL2().orElse(0));
        }
        return OptionalDouble.of(largest);
    }
}
