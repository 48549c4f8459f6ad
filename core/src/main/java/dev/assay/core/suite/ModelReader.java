package dev.assay.core.suite;

import dev.assay.core.AssayException;
import dev.assay.core.detection.DetectionTask;
import dev.assay.core.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Reads one entry under a suite's `models`.
final class ModelReader {
    private static final List<String> KEYS =
            List.of(
                    "id",
                    "onnx",
                    "onnx-variants",
                    "quantization",
                    "keep-fp32",
                    "torchscript",
                    "torchscript-outputs",
                    "python",
                    "inputs",
                    "references",
                    "calibration",
                    "rows",
                    "made-by",
                    "range",
                    "shapes",
                    "opt-shape",
                    "batches",
                    "task",
                    "tolerances",
                    "images",
                    "annotations",
                    "reference-detections",
                    "preprocess");
    private static final List<String> TASK_KEYS =
            Stream.of(List.of("kind", "metrics", "targets", "band"), DetectionReader.TASK_KEYS)
                    .flatMap(List::stream)
                    .toList();

    private final Path folder;
    private final Problems problems;
    private final Predicate<Path> mustExist;

    /// Of the model that is being read.
    private final List<Path> missing = new ArrayList<>();

    private boolean missingAllowed;

    /// @param mustExist whether a file or folder has to be here already
    ModelReader(Path folder, Problems problems, Predicate<Path> mustExist) {
        this.folder = folder;
        this.problems = problems;
        this.mustExist = mustExist;
    }

    /// @return one for each set of rows; none where the model is not understood
    List<ModelSpec> read(YamlValue value) {
        Map<String, YamlValue> entries = value.entries("a model", KEYS);
        YamlValue madeBy = entries.get("made-by");
        missing.clear();
        missingAllowed = madeBy != null;
        Optional<String> id = SuiteReader.text(entries, "id").filter(it -> checkId(value, it));
        Optional<Path> onnx = path(entries, "onnx");
        Optional<Path> torchscript = path(entries, "torchscript");
        Optional<PythonFactory> python = python(entries);
        Map<Precision, Path> variants =
                files(entries, "onnx-variants", List.of(Precision.values()));
        DerivedFiles derived = derived(entries, variants);
        List<String> outputs = outputs(entries);
        if (!entries.containsKey("id")) {
            value.problem("a model has no 'id'");
        }
        if (List.of("onnx", "torchscript", "python").stream().noneMatch(entries::containsKey)) {
            value.problem("a model has none of 'onnx', 'torchscript' and 'python'");
        }
        List<RowSet> rows = new RowSetReader(this, value).read(entries);
        List<Shape> shapes = rows.stream().flatMap(it -> it.shapes().stream()).toList();
        Map<String, YamlValue> taskEntries =
                Optional.ofNullable(entries.get("task"))
                        .map(it -> it.entries("a task", TASK_KEYS))
                        .orElse(Map.of());
        TaskKind task = task(taskEntries);
        ImageTask image = ImageTaskReader.read(taskEntries, task, path(taskEntries, "targets"));
        Optional<DetectionTask> detection =
                new DetectionReader(this, value).read(task, taskEntries, entries, shapes);
        Map<Precision, Tolerance> tolerances =
                ToleranceReader.tolerances(Optional.ofNullable(entries.get("tolerances")));
        Optional.ofNullable(entries.get("tolerances"))
                .ifPresent(it -> ScoreBounds.check(it, tolerances, List.of(image)));
        Optional<PixelRange> range =
                Optional.ofNullable(entries.get("range"))
                        .flatMap(it -> ImageTaskReader.range("range", it));
        ModelAxes axes =
                new ModelAxes(
                        SuiteReader.list(entries, "batches", SuiteReader::batch).stream()
                                .distinct()
                                .toList(),
                        Optional.ofNullable(entries.get("opt-shape")).flatMap(this::shape));
        Optional<MadeBy> made = Optional.ofNullable(madeBy).flatMap(this::madeBy);
        return id.stream()
                .flatMap(known ->
                        rows.stream()
                                .map(it ->
                                        new ModelSpec(
                                                known,
                                                onnx,
                                                variants,
                                                torchscript,
                                                outputs,
                                                python,
                                                it.inputs(),
                                                it.references(),
                                                it.calibration(),
                                                it.shapes(),
                                                task,
                                                image.withTargets(it.targets()),
                                                over(tolerances, it.tolerances()),
                                                detection,
                                                range,
                                                derived,
                                                axes,
                                                made.map(by -> by.withoutFilesOf(it, rows)))))
                .toList();
    }

    private static Map<Precision, Tolerance> over(
            Map<Precision, Tolerance> ofModel, Map<Precision, Tolerance> ofRows) {
        Map<Precision, Tolerance> tolerances = new EnumMap<>(Precision.class);
        tolerances.putAll(ofModel);
        tolerances.putAll(ofRows);
        return tolerances;
    }

    private Optional<MadeBy> madeBy(YamlValue value) {
        Map<String, YamlValue> entries =
                value.entries("'made-by'", List.of("command", "takes", "size"));
        if (!entries.containsKey("command")) {
            value.problem("'made-by' has no 'command' that makes the model's files");
        }
        return SuiteReader.text(entries, "command")
                .map(command ->
                        new MadeBy(
                                command,
                                SuiteReader.text(entries, "takes"),
                                SuiteReader.text(entries, "size"),
                                missing));
    }

    private Optional<PythonFactory> python(Map<String, YamlValue> entries) {
        String key = "python";
        YamlValue value = entries.get(key);
        if (value == null) {
            return Optional.empty();
        }
        Optional<String> text = value.text("'" + key + "'");
        Optional<PythonFactory.Parts> parts = text.flatMap(PythonFactory.Parts::of);
        if (text.isPresent() && parts.isEmpty()) {
            value.problem(
                    "'%s' is '%s', it must be FILE.py:FUNCTION".formatted(key, text.orElseThrow()));
        }
        return parts.flatMap(it ->
                path(value, key, it.file(), Files::isRegularFile, "file")
                        .map(file -> new PythonFactory(file, it.function())));
    }

    private static List<String> outputs(Map<String, YamlValue> entries) {
        String key = "torchscript-outputs";
        YamlValue value = entries.get(key);
        if (value != null
                && !entries.containsKey("torchscript")
                && !entries.containsKey("python")) {
            value.problem("'" + key + "' has no meaning without 'torchscript' or 'python'");
        }
        List<String> names =
                SuiteReader.list(entries, key, it -> it.text("an output of '" + key + "'"));
        if (value != null && names.stream().anyMatch(it -> it.isBlank() || it.contains(","))) {
            value.problem("an output of '" + key + "' is blank or has a comma in it");
        }
        if (value != null && names.stream().distinct().count() < names.size()) {
            value.problem("two outputs of '" + key + "' have one name");
        }
        return names;
    }

    private DerivedFiles derived(Map<String, YamlValue> entries, Map<Precision, Path> variants) {
        Map<Precision, Path> quantization =
                files(entries, "quantization", List.of(Precision.INT8, Precision.FP8));
        for (String key : List.of("quantization", "keep-fp32")) {
            YamlValue value = entries.get(key);
            if (value != null && !entries.containsKey("onnx")) {
                value.problem("'" + key + "' has no meaning without 'onnx'");
            }
            if (value != null && key.equals("quantization")) {
                quantization.keySet().stream()
                        .filter(variants::containsKey)
                        .forEach(it ->
                                value.problem(
                                        "%s is under 'onnx-variants', too: leave one of them out"
                                                .formatted(it)));
            }
        }
        return new DerivedFiles(
                quantization,
                SuiteReader.list(
                        entries, "keep-fp32", it -> it.text("an operator or node of 'keep-fp32'")));
    }

    /// A file for some of the precisions.
    private Map<Precision, Path> files(
            Map<String, YamlValue> entries, String key, List<Precision> precisions) {
        Map<Precision, Path> files = new EnumMap<>(Precision.class);
        List<String> names = precisions.stream().map(Precision::name).toList();
        Optional.ofNullable(entries.get(key))
                .map(it -> it.entries("'" + key + "'", names))
                .orElse(Map.of())
                .forEach((name, node) ->
                        path(Map.of(name, node), name)
                                .ifPresent(path -> files.put(Precision.valueOf(name), path)));
        return files;
    }

    private boolean checkId(YamlValue value, String id) {
        if (id.matches("[a-z0-9][a-z0-9._-]*")) {
            return true;
        }
        value.problem("model id '" + id + "' may only have a-z, 0-9, '.', '_' and '-'");
        return false;
    }

    Optional<Path> path(Map<String, YamlValue> entries, String key) {
        return path(entries, key, Files::isRegularFile, "file");
    }

    /// A library of plugins: without it, cases that need it are skipped, not refused.
    Optional<PluginLibrary> plugin(YamlValue value) {
        return value.text("a library of 'plugins'")
                .map(it -> folder.resolve(it).normalize())
                .map(it -> new PluginLibrary(it, mustExist.test(it) && !Files.isRegularFile(it)));
    }

    Optional<Path> folder(Map<String, YamlValue> entries, String key) {
        return path(entries, key, Files::isDirectory, "folder");
    }

    private Optional<Path> path(
            Map<String, YamlValue> entries, String key, Predicate<Path> exists, String what) {
        YamlValue value = entries.get(key);
        return value == null
                ? Optional.empty()
                : value.text("'" + key + "'").flatMap(it -> path(value, key, it, exists, what));
    }

    private Optional<Path> path(
            YamlValue value, String key, String text, Predicate<Path> exists, String what) {
        Path path;
        try {
            path = folder.resolve(text).normalize();
        } catch (InvalidPathException e) {
            value.problem(key + " is no path: " + e.getMessage());
            return Optional.empty();
        }
        if (!mustExist.test(path) || exists.test(path)) {
            return Optional.of(path);
        }
        if (missingAllowed) {
            missing.add(path);
            return Optional.of(path);
        }
        value.problem("%s: there is no %s %s".formatted(key, what, path));
        return Optional.empty();
    }

    Optional<Shape> shape(YamlValue value) {
        Optional<String> text = value.text("a shape");
        try {
            return text.map(Shape::parse);
        } catch (AssayException e) {
            problems.add(value.line(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static TaskKind task(Map<String, YamlValue> entries) {
        return Optional.ofNullable(entries.get("kind"))
                .flatMap(it ->
                        SuiteReader.constant(it, "task kind", TaskKind.values(), TaskKind::slug))
                .orElse(TaskKind.TENSOR);
    }
}
