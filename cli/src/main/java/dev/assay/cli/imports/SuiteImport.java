package dev.assay.cli.imports;

import dev.assay.accuracy.advice.PairAdvisor;
import dev.assay.accuracy.advice.ToleranceAdvice;
import dev.assay.accuracy.trial.TrialWorker;
import dev.assay.core.AssayException;
import dev.assay.core.calibration.CalibrationRows;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.process.Reply;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.stats.ErrorStatistics;
import dev.assay.core.suite.Precision;
import dev.assay.core.suite.TaskKind;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.EngineRuntime;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.PreparedEngine;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Makes a suite from a model, inputs and stored outputs: checks them, computes them once on the
/// CPU, and writes what a run needs.
public final class SuiteImport {
    private static final String CPU = "onnxruntime-cpu";
    private static final String PYTORCH = "pytorch";

    /// Two batches show whether the batch really is free, and what a second row costs.
    private static final List<Integer> BATCHES = List.of(1, 4);

    /// From here on an image has a border and a centre worth telling apart.
    private static final int LEAST_IMAGE_SIDE = 32;

    private final ImportRequest request;
    private final EngineRuntime runtime;
    private final RequestedFiles files;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final List<String> mistakes = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    public SuiteImport(ImportRequest request, EngineRuntime runtime) {
        this.request = request;
        this.files = new RequestedFiles(request);
        this.runtime = runtime;
    }

    /// Limits that were found for the outputs.
    ///
    /// @param precisions that the suite is for
    public record Advice(
            Map<TensorSpec, List<ToleranceAdvice>> byOutput, List<Precision> precisions) {}

    /// What can be told without running anything.
    ///
    /// @throws AssayException if the model cannot be read, nothing was given, or the folder is
    ///   taken
    public void check() {
        ImportedModel.of(request.onnx());
        NewFolder.requireFree(request.out());
        files.requireThere();
        if (request.inputs().isEmpty() && request.references().isEmpty()) {
            throw AssayException.config(
                    "--inputs is missing: give what the model is to be fed, e.g. --inputs inputs.npz, written by np.savez(\"inputs.npz\", input=x) with x [N, ...]. Random noise would make FP16 look worse and some kernels faster than they are");
        }
        if (request.precisions().contains(Precision.INT8) && request.calibration().isEmpty()) {
            notes.add(
                    "INT8 needs --calibration with other rows than the inputs, unless the model has Q/DQ nodes");
        }
    }

    /// Writes the folder, whole or not at all.
    ///
    /// @param tolerances writes limits as lines of YAML
    /// @throws AssayException if something does not fit; every mistake of the tensors is named
    public Imported write(Function<Advice, List<String>> tolerances) {
        try (NewFolder folder = new NewFolder(request.out());
                Arena arena = Arena.ofShared()) {
            Trial trial = new Trial(runtime, folder.work());
            ImportedModel imported = ImportedModel.of(request.onnx());
            Path model = imported.readable(folder);
            PreparedEngine engine = trial.prepare(CPU, model);
            facts.put(
                    "model",
                    "%s: %s → %s"
                            .formatted(imported.described(), engine.inputs(), engine.outputs()));
            Tensors tensors = tensors(engine, arena);
            Path inputs = folder.path().resolve(SuiteText.INPUTS);
            SafetensorsFile.write(inputs, tensors.inputs().values());
            writeReferences(folder.path(), tensors);
            writeCalibration(folder.path(), engine, arena);
            files.requireRenamed();
            List<Integer> batches = batches(trial, engine, inputs, tensors);
            List<String> limits = limits(trial, engine, batches.getFirst(), tensors, tolerances);
            List<String> outputs = engine.outputs().stream().map(TensorSpec::name).toList();
            request.torchscript()
                    .ifPresent(it -> tryTorchScript(it, outputs, trial, inputs, tensors));
            SuiteText text =
                    new SuiteText(
                            request.name(),
                            folder.relative(model),
                            request.torchscript().map(folder::relative),
                            outputs,
                            List.copyOf(tensors.inputs().values()),
                            tensors.references().values().stream().map(TensorData::spec).toList(),
                            !request.calibration().isEmpty(),
                            tensors.row(),
                            task(tensors),
                            request.precisions(),
                            batches,
                            request.gpu(),
                            limits);
            AtomicFile.write(folder.path().resolve(SuiteText.SUITE), text.yaml());
            folder.keep();
            facts.put("suite", request.out().resolve(SuiteText.SUITE).toString());
        }
        return new Imported(facts, mistakes, notes);
    }

    /// The user's tensors under the names of the model.
    private record Tensors(Map<String, TensorData> inputs, Map<String, TensorData> references) {
        /// Shape of one row; of the first input where there are several.
        Shape row() {
            return inputs.values().iterator().next().shape().row();
        }
    }

    private Tensors tensors(PreparedEngine engine, Arena arena) {
        List<String> inputNames = engine.inputs().stream().map(TensorSpec::name).toList();
        List<String> outputNames = engine.outputs().stream().map(TensorSpec::name).toList();
        GivenTensors references = files.read(RequestedFiles.REFERENCE, request.references(), arena);
        GivenTensors inputs =
                request.inputs().isEmpty()
                        ? references.taking(inputNames)
                        : files.read("--inputs", request.inputs(), arena);
        if (inputs.isEmpty()) {
            throw AssayException.data(
                    "--inputs is missing, and %s holds none of the model's inputs %s, only %s: references say nothing without the rows that they belong to"
                            .formatted(request.references(), inputNames, references.names()));
        }
        inputs.nameTheOnlyOne(inputNames);
        references.nameTheOnlyOne(outputNames);
        TensorChecks checks = new TensorChecks(arena);
        Map<String, TensorData> ours = checks.inputs(engine.inputs(), inputs);
        Map<String, TensorData> theirs =
                references.isEmpty() ? Map.of() : checks.references(engine.outputs(), references);
        checks.rows(ours, theirs);
        checks.throwIfAny();
        facts.put("inputs", specs(ours));
        facts.put(
                "references",
                theirs.isEmpty() ? "none: the outputs will be UNCHECKED" : specs(theirs));
        noteRows(ours);
        return new Tensors(ours, theirs);
    }

    private static String specs(Map<String, TensorData> tensors) {
        return tensors.values().stream()
                .map(it -> it.spec().toString())
                .collect(Collectors.joining(", "));
    }

    private void noteRows(Map<String, TensorData> inputs) {
        TensorData first = inputs.values().iterator().next();
        if (first.shape().dim(0) == 1) {
            notes.add(
                    "there is one row only: with two or more different ones, mixed-up batches are found, too");
        }
    }

    private void writeReferences(Path folder, Tensors tensors) {
        if (tensors.references().isEmpty()) {
            return;
        }
        // Other inputs than these will be refused.
        ModelInputs inputs =
                ModelInputs.read(folder.resolve(SuiteText.INPUTS), tensors.row(), Arena.ofAuto());
        Map<String, String> madeFrom = new LinkedHashMap<>();
        inputs.names()
                .forEach(name ->
                        madeFrom.put(
                                ModelInputs.SHA256_NOTE + name, inputs.sha256(name).orElseThrow()));
        SafetensorsFile.write(
                folder.resolve(SuiteText.REFERENCES), tensors.references().values(), madeFrom);
    }

    private void writeCalibration(Path folder, PreparedEngine engine, Arena arena) {
        if (request.calibration().isEmpty()) {
            return;
        }
        GivenTensors rows = files.read("--calibration", request.calibration(), arena);
        rows.nameTheOnlyOne(engine.inputs().stream().map(TensorSpec::name).toList());
        TensorChecks checks = new TensorChecks(arena);
        Map<String, TensorData> fitting = checks.inputs(engine.inputs(), rows);
        checks.rows(fitting, Map.of());
        checks.throwIfAny();
        // What every run would refuse.
        CalibrationRows chosen = new CalibrationRows(fitting);
        CalibrationRows scored = CalibrationRows.scored(folder.resolve(SuiteText.INPUTS), arena);
        Path source = request.calibration().getFirst();
        scored.requireOthers(source, chosen.hashes());
        scored.requireRanges(source, chosen.magnitudes());
        SafetensorsFile.write(folder.resolve(SuiteText.CALIBRATION), fitting.values());
    }

    /// Computes the rows at every batch that the suite will have.
    private List<Integer> batches(
            Trial trial, PreparedEngine engine, Path inputs, Tensors tensors) {
        long fixed = engine.inputs().getFirst().shape().dim(0);
        if (fixed != Shape.DYNAMIC) {
            int batch = Math.toIntExact(fixed);
            trial.run(engine, inputs, tensors.row(), batch).orThrow();
            return List.of(batch);
        }
        List<Integer> working = new ArrayList<>();
        for (int batch : BATCHES) {
            Reply<TrialWorker.Answer> reply = trial.run(engine, inputs, tensors.row(), batch);
            if (working.isEmpty()) {
                reply.orThrow();
            }
            if (reply instanceof Reply.Broken<TrialWorker.Answer>(var error, String reason)) {
                notes.add(
                        "the model says that its batch is free, but fails at %d, so the suite has batch 1 alone: %s. Export it with dynamic_axes and no Python number taken from a shape"
                                .formatted(batch, reason));
            } else {
                working.add(batch);
            }
        }
        return working;
    }

    private List<String> limits(
            Trial trial,
            PreparedEngine engine,
            int batch,
            Tensors tensors,
            Function<Advice, List<String>> tolerances) {
        if (tensors.references().isEmpty()) {
            requireFinite(trial.outputs(engine, batch));
            return List.of("# tolerances: need references");
        }
        String library =
                "%s %s".formatted(engine.identity().library(), engine.identity().version());
        try (Arena arena = Arena.ofShared()) {
            Path computed = trial.outputs(engine, batch);
            Trial.Comparison comparison = Trial.compare(computed, tensors.references(), arena);
            if (!judge(engine.identity(), comparison)) {
                return List.of(
                        "tolerances:",
                        "  # %s is further from the references than rounding explains."
                                .formatted(library),
                        "  # This is the most that would pass for rounding: ten of FP32's 24 bits.",
                        "  FP32: { relL2: 6.1e-05 }");
            }
            Map<TensorSpec, List<ToleranceAdvice>> byOutput = new LinkedHashMap<>();
            Map<String, TensorData> outputs = SafetensorsFile.read(computed, arena);
            tensors.references()
                    .forEach((name, reference) -> {
                        if (reference.spec().elementType().isFloatingPoint()) {
                            TensorData output =
                                    Trial.output(outputs, name, tensors.references().size());
                            byOutput.put(
                                    reference.spec(),
                                    PairAdvisor.advise(output, reference, library));
                        }
                    });
            return tolerances.apply(new Advice(byOutput, request.precisions()));
        }
    }

    /// The one mistake that shows without references.
    private void requireFinite(Path computed) {
        try (Arena arena = Arena.ofShared()) {
            SafetensorsFile.read(computed, arena)
                    .forEach((name, output) -> {
                        long nonFinite = output.nonFinite();
                        if (nonFinite > 0) {
                            mistakes.add(
                                    "ONNX Runtime: %d of %d values of the output '%s' are NaN or infinite. Look for other inputs than the network was made for, or constants that were traced at the export"
                                            .formatted(nonFinite, output.elements(), name));
                        }
                    });
        }
    }

    /// Says how far an engine is from the references; limits from a mistake would hide it.
    private boolean judge(EngineIdentity engine, Trial.Comparison comparison) {
        facts.put(
                engine.library(),
                "%s, FP32: relL2 %.1e from the references"
                        .formatted(engine.version(), comparison.relativeL2()));
        boolean good = true;
        for (Map.Entry<String, ErrorStatistics> entry : comparison.outputs().entrySet()) {
            ErrorStatistics statistics = Objects.requireNonNull(entry.getValue());
            if (!PairAdvisor.isNoise(statistics)) {
                good = false;
                mistakes.add(
                        "%s: '%s' is relL2 %s from its reference, where two FP32 computations of one network differ by less than %.1e. Look for other weights, inputs, preprocessing, or model.train() at the export%s"
                                .formatted(
                                        engine.library(),
                                        entry.getKey(),
                                        statistics.allFinite()
                                                ? "%.1e"
                                                        .formatted(
                                                                statistics.relativeL2().orElse(0))
                                                : "not finite:",
                                        PairAdvisor.MOST_NOISE,
                                        comparison.causes().stream()
                                                .map(it -> "; perhaps " + it)
                                                .collect(Collectors.joining())));
            }
        }
        return good;
    }

    /// @param outputs of the ONNX model, which are taken for the module's, in the same order
    private void tryTorchScript(
            Path file, List<String> outputs, Trial trial, Path inputs, Tensors tensors) {
        PreparedEngine engine =
                trial.prepare(PYTORCH, file, Map.of("outputs", String.join(",", outputs)));
        trial.run(engine, inputs, tensors.row(), 1).orThrow();
        if (!tensors.references().isEmpty()) {
            try (Arena arena = Arena.ofShared()) {
                judge(
                        engine.identity(),
                        Trial.compare(trial.outputs(engine, 1), tensors.references(), arena));
            }
        }
    }

    private static TaskKind task(Tensors tensors) {
        boolean images =
                !tensors.references().isEmpty()
                        && tensors.references().values().stream()
                                .map(TensorData::shape)
                                .allMatch(shape ->
                                        shape.rank() == 4
                                                && shape.dim(2) >= LEAST_IMAGE_SIDE
                                                && shape.dim(3) >= LEAST_IMAGE_SIDE);
        return images ? TaskKind.IMAGE : TaskKind.TENSOR;
    }
}
