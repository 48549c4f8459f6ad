package dev.assay.core.suite;

import dev.assay.core.AssayException;
import dev.assay.core.detection.DetectionTask;
import dev.assay.core.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
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
                    "torchscript",
                    "inputs",
                    "references",
                    "calibration",
                    "range",
                    "shapes",
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

    /// @param mustExist whether a file or folder has to be here already
    ModelReader(Path folder, Problems problems, Predicate<Path> mustExist) {
        this.folder = folder;
        this.problems = problems;
        this.mustExist = mustExist;
    }

    Optional<ModelSpec> read(YamlValue value) {
        Map<String, YamlValue> entries = value.entries("a model", KEYS);
        Optional<String> id = SuiteReader.text(entries, "id").filter(it -> checkId(value, it));
        Optional<Path> inputs = path(entries, "inputs");
        Optional<Path> onnx = path(entries, "onnx");
        Optional<Path> torchscript = path(entries, "torchscript");
        Optional<Path> references = path(entries, "references");
        Optional<Path> calibration = path(entries, "calibration");
        Map<Precision, Path> variants = variants(Optional.ofNullable(entries.get("onnx-variants")));
        if (!entries.containsKey("id")) {
            value.problem("a model has no 'id'");
        }
        if (!entries.containsKey("inputs")) {
            value.problem("a model has no 'inputs'");
        }
        if (!entries.containsKey("onnx") && !entries.containsKey("torchscript")) {
            value.problem("a model has neither 'onnx' nor 'torchscript'");
        }
        List<Shape> shapes =
                SuiteReader.list(entries, "shapes", this::shape).stream().distinct().toList();
        if (!entries.containsKey("shapes")) {
            value.problem("a model has no 'shapes' (of one input row, e.g. [3x96x90])");
        }
        Map<String, YamlValue> taskEntries =
                Optional.ofNullable(entries.get("task"))
                        .map(it -> it.entries("a task", TASK_KEYS))
                        .orElse(Map.of());
        TaskKind task = task(taskEntries);
        ImageTask image = ImageTaskReader.read(taskEntries, task, path(taskEntries, "targets"));
        Optional<DetectionTask> detection =
                new DetectionReader(this, value).read(task, taskEntries, entries, shapes);
        Map<Precision, Tolerance> tolerances =
                SuiteReader.tolerances(Optional.ofNullable(entries.get("tolerances")));
        Optional.ofNullable(entries.get("tolerances"))
                .ifPresent(it -> ScoreBounds.check(it, tolerances, List.of(image)));
        if (id.isEmpty() || inputs.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new ModelSpec(
                        id.get(),
                        onnx,
                        variants,
                        torchscript,
                        inputs.get(),
                        references,
                        calibration,
                        shapes,
                        task,
                        image,
                        tolerances,
                        detection,
                        Optional.ofNullable(entries.get("range"))
                                .flatMap(it -> ImageTaskReader.range("range", it))));
    }

    private Map<Precision, Path> variants(Optional<YamlValue> value) {
        Map<Precision, Path> variants = new EnumMap<>(Precision.class);
        List<String> names = Arrays.stream(Precision.values()).map(Precision::name).toList();
        value.map(it -> it.entries("the onnx-variants", names))
                .orElse(Map.of())
                .forEach((name, node) ->
                        path(Map.of(name, node), name)
                                .ifPresent(path -> variants.put(Precision.valueOf(name), path)));
        return variants;
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

    Optional<Path> folder(Map<String, YamlValue> entries, String key) {
        return path(entries, key, Files::isDirectory, "folder");
    }

    private Optional<Path> path(
            Map<String, YamlValue> entries, String key, Predicate<Path> exists, String what) {
        YamlValue value = entries.get(key);
        if (value == null) {
            return Optional.empty();
        }
        Optional<Path> path;
        try {
            path = value.text("'" + key + "'").map(text -> folder.resolve(text).normalize());
        } catch (InvalidPathException e) {
            value.problem(key + " is no path: " + e.getMessage());
            return Optional.empty();
        }
        if (path.filter(mustExist).filter(exists.negate()).isPresent()) {
            value.problem("%s: there is no %s %s".formatted(key, what, path.orElseThrow()));
            return Optional.empty();
        }
        return path;
    }

    private Optional<Shape> shape(YamlValue value) {
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
