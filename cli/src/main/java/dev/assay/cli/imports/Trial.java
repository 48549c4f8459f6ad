package dev.assay.cli.imports;

import dev.assay.accuracy.cause.Causes;
import dev.assay.accuracy.trial.TrialJob;
import dev.assay.accuracy.trial.TrialWorker;
import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.process.Reply;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.EngineRuntime;
import dev.assay.engines.PreparedEngine;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Loads a model in one engine and computes the given rows once, each in a process of its own.
public final class Trial {
    private final EngineRuntime runtime;
    private final Path folder;

    /// @param folder for the processes and what they compute, the trial's own
    public Trial(EngineRuntime runtime, Path folder) {
        this.runtime = runtime;
        this.folder = folder;
    }

    /// Loads the model.
    ///
    /// @throws AssayException with the engine's reason if it cannot
    public PreparedEngine prepare(String engine, Path model) {
        return prepare(engine, model, Map.of());
    }

    /// The same with settings under the engine's own names.
    public PreparedEngine prepare(String engine, Path model, Map<String, String> options) {
        EngineRequest request =
                new EngineRequest(
                        engine,
                        model,
                        Precision.FP32,
                        model,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        1,
                        options);
        return runtime.build(request, folder.resolve("prepare")).orThrow();
    }

    /// The outputs of all rows, by name.
    public Reply<TrialWorker.Answer> run(PreparedEngine engine, Path inputs, Shape row, int batch) {
        return runtime.comparing(engine.request().engine(), folder.resolve("trial"))
                .run(
                        TrialWorker.class,
                        new TrialJob(engine, inputs, row, batch, outputs(engine, batch)),
                        TrialWorker.Answer.class);
    }

    /// Where {@link #run} leaves its outputs.
    public Path outputs(PreparedEngine engine, int batch) {
        return folder.resolve(
                "outputs-%s-b%d.safetensors".formatted(engine.request().engine(), batch));
    }

    /// What an engine made of the rows beside what is stored.
    ///
    /// @param outputs by the model's names
    record Comparison(Map<String, ErrorStatistics> outputs, List<String> causes) {
        /// @return the largest relL2, infinite where values are not finite
        double relativeL2() {
            return outputs.values().stream()
                    .mapToDouble(it ->
                            it.allFinite()
                                    ? it.relativeL2().orElse(Double.POSITIVE_INFINITY)
                                    : Double.POSITIVE_INFINITY)
                    .max()
                    .orElse(0);
        }
    }

    /// @param computed file of outputs
    /// @throws AssayException if their shapes differ
    static Comparison compare(Path computed, Map<String, TensorData> references, Arena arena) {
        Map<String, TensorData> outputs = SafetensorsFile.read(computed, arena);
        Map<String, ErrorStatistics> statistics = new LinkedHashMap<>();
        List<String> causes = new ArrayList<>();
        references.forEach((name, reference) -> {
            TensorData output = output(outputs, name, references.size());
            if (!output.shape().equals(reference.shape())) {
                throw AssayException.data(
                        "the engine computes '%s' as %s, the reference is %s: is it the output of this model and of these inputs?"
                                .formatted(name, output.shape(), reference.shape()));
            }
            statistics.put(name, ErrorCalculator.calculate(TensorPairs.of(output, reference)));
            causes.addAll(Causes.of(output, reference));
        });
        return new Comparison(statistics, causes);
    }

    /// TorchScript does not know the names of its outputs.
    static TensorData output(Map<String, TensorData> outputs, String name, int references) {
        Optional<TensorData> found = Optional.ofNullable(outputs.get(name));
        Optional<TensorData> only =
                references == 1 && outputs.size() == 1
                        ? outputs.values().stream().findFirst()
                        : Optional.empty();
        return found.or(() -> only)
                .orElseThrow(() ->
                        AssayException.data(
                                "the engine has no output '%s', it has %s"
                                        .formatted(name, outputs.keySet())));
    }
}
