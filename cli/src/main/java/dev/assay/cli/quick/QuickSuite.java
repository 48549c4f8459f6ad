package dev.assay.cli.quick;

import dev.assay.cli.imports.GivenTensors;
import dev.assay.cli.imports.ImportedModel;
import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.suite.DerivedFiles;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineDescriptor;
import dev.assay.core.suite.EngineSpec;
import dev.assay.core.suite.ImageTask;
import dev.assay.core.suite.Ladders;
import dev.assay.core.suite.ModelAxes;
import dev.assay.core.suite.ModelSpec;
import dev.assay.core.suite.Precision;
import dev.assay.core.suite.Suite;
import dev.assay.core.suite.SuiteReader;
import dev.assay.core.suite.SuiteWriter;
import dev.assay.core.suite.TaskKind;
import dev.assay.core.suite.Workload;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.EngineRuntime;
import dev.assay.engines.ModelInputs;
import dev.assay.onnx.graph.ModelSignature;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Makes a suite of one model out of what was asked for: rows, a reference, limits, and the file
/// that `assay run` reads.
public final class QuickSuite {
    private static final String INPUTS = "inputs.safetensors";
    private static final String REFERENCES = "references.safetensors";
    private static final String CALIBRATION = "calibration.safetensors";

    /// Of random rows to calibrate with, so that they are none of the scored ones.
    private static final int OTHER_SEED = 1_000_003;

    private final QuickRequest request;
    private final EngineCatalog catalog;
    private final Path folder;
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /// @param folder for the suite and its tensors
    public QuickSuite(QuickRequest request, EngineCatalog catalog, Path folder) {
        this.request = request;
        this.catalog = catalog;
        this.folder = folder.toAbsolutePath().normalize();
    }

    /// A suite that is written and read back.
    ///
    /// @param facts what it is made of, in words, by what they are about
    /// @param notes what was chosen, or left out, without being asked for
    public record Made(Suite suite, Map<String, String> facts, List<String> notes) {
        public Made {
            notes = List.copyOf(notes);
        }
    }

    /// The suite's file.
    public Path file() {
        return folder.resolve("suite.yml");
    }

    /// What can be told without running anything.
    ///
    /// @throws AssayException if the model cannot be read, or the shapes that were asked for do not
    ///   fit it
    public void check() {
        Path model = request.model();
        if (request.planAlone()) {
            request.shapes().parse();
            return;
        }
        requirePrecision();
        ImportedModel.of(model);
        ModelSignature signature = ModelSignature.of(model);
        QuickShapes.Wanted wanted = request.shapes().parse();
        if (request.inputs().files().isEmpty() && request.references().isEmpty()) {
            QuickShapes.of(signature.inputs(), wanted, Map.of());
        }
    }

    /// Some of what is asked for may be skipped, but not all of it.
    private void requirePrecision() {
        boolean any =
                request.engines().stream()
                        .anyMatch(id ->
                                request.precisions().stream()
                                        .anyMatch(catalog.get(id).precisions()::contains));
        if (!any && request.plan().isEmpty()) {
            String wanted =
                    request.precisions().stream()
                            .map(Precision::toString)
                            .collect(Collectors.joining(", "));
            throw AssayException.config(
                    "%s has no %s: nothing would be measured. Leave the flag out for FP32, or measure on a GPU with Assay's build for it (tensorrt-onnx)"
                            .formatted(String.join(", ", request.engines()), wanted));
        }
    }

    /// @param runtime to compute a reference with, where none is given
    /// @throws AssayException if the model or what was given with it does not fit
    public Made make(EngineRuntime runtime) {
        Path model = request.model();
        Optional<GivenEngine> plan =
                request.plan().map(it -> GivenEngine.load(runtime, request, it, folder));
        Path readable = request.planAlone() ? model : ImportedModel.of(model).readable(folder);
        ModelSignature signature =
                request.planAlone() ? plan.orElseThrow().signature() : ModelSignature.of(readable);
        List<Precision> precisions = plan.map(GivenEngine::precisions).orElse(request.precisions());
        facts.put(
                "model",
                "%s: %s -> %s%s"
                        .formatted(
                                model.getFileName(),
                                joined(signature.inputs()),
                                String.join(", ", signature.outputs()),
                                readable.equals(model) ? "" : ", as a copy of IR version 10"));
        plan.ifPresent(it -> facts.put("plan", it.described()));
        try (Arena arena = Arena.ofShared()) {
            List<TensorSpec> inputs = signature.inputs();
            List<String> names = inputs.stream().map(TensorSpec::name).toList();
            Optional<GivenTensors> given =
                    QuickInputs.given(request.inputs(), request.references(), names, arena);
            given.ifPresent(it -> it.nameTheOnlyOne(names));
            QuickShapes shapes =
                    QuickShapes.of(inputs, request.shapes().parse(), shapesOf(given, names));
            notes.addAll(shapes.notes());
            facts.put(
                    "shapes",
                    shapes.measured().entrySet().stream()
                            .map(it -> it.getKey() + " " + it.getValue())
                            .collect(Collectors.joining(", ")));
            QuickInputs rows = QuickInputs.of(inputs, shapes, given, request.inputs(), arena);
            facts.put("inputs", rows.described());
            SafetensorsFile.write(folder.resolve(INPUTS), rows.tensors().values());
            Optional<Path> calibration = calibration(inputs, shapes, rows, arena);
            QuickReference reference =
                    reference(runtime, readable, signature.outputs(), shapes, rows, arena);
            facts.put("reference", reference.described());
            notes.addAll(reference.notes());
            writeReference(reference, shapes.row());
            return written(suite(readable, precisions, shapes, rows, reference, calibration));
        }
    }

    private static String joined(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::toString).collect(Collectors.joining(", "));
    }

    private static Map<String, Shape> shapesOf(Optional<GivenTensors> given, List<String> names) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (String name : names) {
            given.flatMap(it -> it.find(name)).ifPresent(it -> shapes.put(name, it.shape()));
        }
        return shapes;
    }

    private Optional<Path> calibration(
            List<TensorSpec> inputs, QuickShapes shapes, QuickInputs rows, Arena arena) {
        boolean wanted = request.plan().isEmpty() && request.precisions().contains(Precision.INT8);
        InputSource random = request.inputs();
        InputSource source =
                new InputSource(
                        request.calibration(),
                        Map.of(),
                        random.range(),
                        random.seed() + OTHER_SEED);
        if (!wanted || (!rows.random() && request.calibration().isEmpty())) {
            return Optional.empty();
        }
        Optional<GivenTensors> given =
                QuickInputs.given(
                        source, List.of(), inputs.stream().map(TensorSpec::name).toList(), arena);
        QuickInputs found = QuickInputs.of(inputs, shapes, given, source, arena);
        if (found.random()) {
            notes.add("INT8 is calibrated on random rows: its errors say little");
        }
        Path file = folder.resolve(CALIBRATION);
        SafetensorsFile.write(file, found.tensors().values());
        return Optional.of(file);
    }

    private QuickReference reference(
            EngineRuntime runtime,
            Path model,
            List<String> outputs,
            QuickShapes shapes,
            QuickInputs rows,
            Arena arena) {
        QuickReference.Source source =
                new QuickReference.Source(
                        runtime,
                        folder.resolve(INPUTS),
                        shapes.row(),
                        shapes.batch(),
                        folder.resolve("work"),
                        arena);
        Optional<Path> network = request.planAlone() ? Optional.empty() : Optional.of(model);
        if (!request.references().isEmpty()) {
            return QuickReference.given(request.references(), network, outputs, rows, source);
        }
        return network.map(it -> QuickReference.computed(it, source))
                .orElseGet(() ->
                        QuickReference.none(
                                "a plan does not say what it should compute: give its ONNX file or --ref, too"));
    }

    private void writeReference(QuickReference reference, Shape row) {
        if (reference.tensors().isEmpty()) {
            return;
        }
        // Other inputs than these will be refused.
        Map<String, String> madeFrom = new LinkedHashMap<>();
        try (Arena arena = Arena.ofShared()) {
            ModelInputs inputs = ModelInputs.read(folder.resolve(INPUTS), row, arena);
            inputs.names()
                    .forEach(name ->
                            madeFrom.put(
                                    ModelInputs.SHA256_NOTE + name,
                                    inputs.sha256(name).orElseThrow()));
        }
        madeFrom.put("assay.reference", reference.described());
        SafetensorsFile.write(folder.resolve(REFERENCES), reference.tensors().values(), madeFrom);
    }

    private Suite suite(
            Path model,
            List<Precision> precisions,
            QuickShapes shapes,
            QuickInputs rows,
            QuickReference reference,
            Optional<Path> calibration) {
        String name = request.name();
        boolean checked = !reference.tensors().isEmpty();
        ModelSpec spec =
                new ModelSpec(
                        name,
                        Optional.of(model),
                        Map.of(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        folder.resolve(INPUTS),
                        checked ? Optional.of(folder.resolve(REFERENCES)) : Optional.empty(),
                        calibration,
                        List.of(shapes.row()),
                        TaskKind.TENSOR,
                        ImageTask.NONE,
                        Map.of(),
                        Optional.empty(),
                        rows.fills(request.inputs().range())
                                ? Optional.of(request.inputs().range())
                                : Optional.empty(),
                        DerivedFiles.NONE,
                        ModelAxes.OF_SUITE,
                        Optional.empty());
        return new Suite(
                name,
                file(),
                List.of(spec),
                engines(shapes),
                precisions,
                batches(shapes),
                List.of(workload()),
                checked ? NoiseLimits.of(precisions, reference.noise()) : Map.of(),
                Optional.empty(),
                batches(shapes).size() > 1
                        ? List.of("**/b%d/**".formatted(shapes.batch()))
                        : List.of(),
                List.of(),
                List.of(),
                Ladders.NONE);
    }

    /// Only an engine that is built for a range has a use for other batches than the measured one.
    private List<Integer> batches(QuickShapes shapes) {
        boolean profiled = request.engines().stream().anyMatch(it -> catalog.get(it).profiled());
        return profiled ? shapes.batches() : List.of(shapes.batch());
    }

    private List<EngineSpec> engines(QuickShapes shapes) {
        List<EngineSpec> specs = new ArrayList<>();
        for (String id : request.engines()) {
            EngineDescriptor engine = catalog.get(id);
            Map<String, String> options = new TreeMap<>(request.options());
            request.plan().ifPresent(it -> options.put(GivenEngine.OPTION, it.toString()));
            if (engine.hasOption("optBatch") && batches(shapes).size() > 1) {
                options.put("optBatch", Integer.toString(shapes.tuned()));
            }
            List<String> unknown =
                    options.keySet().stream().filter(it -> !engine.hasOption(it)).toList();
            if (!unknown.isEmpty()) {
                notes.add("%s has no %s: left out".formatted(id, String.join(", ", unknown)));
                unknown.forEach(options::remove);
            }
            specs.add(new EngineSpec(id, options));
        }
        return specs;
    }

    /// As trtexec, which sends the next query before the last one's outputs are there, where every
    /// engine can.
    private Workload workload() {
        boolean pipelined =
                request.engines().stream()
                        .allMatch(it ->
                                catalog.get(it).workloads().contains(Workload.Kind.THROUGHPUT));
        return pipelined ? Workload.THROUGHPUT : Workload.LATENCY;
    }

    private Made written(Suite suite) {
        AtomicFile.write(file(), yaml(suite, facts));
        // What is measured is what stands in the file.
        return new Made(new SuiteReader(catalog).read(file()), facts, notes);
    }

    /// The suite with where its data come from.
    static String yaml(Suite suite, Map<String, String> facts) {
        StringBuilder text = new StringBuilder("# Made by `assay quick`.\n");
        facts.forEach((what, fact) ->
                text.append("# ")
                        .append(what)
                        .append(": ")
                        .append(fact.replaceAll("\\R", " "))
                        .append('\n'));
        return text.append(SuiteWriter.write(suite)).toString();
    }
}
