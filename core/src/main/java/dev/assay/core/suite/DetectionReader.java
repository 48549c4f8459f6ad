package dev.assay.core.suite;

import dev.assay.core.detection.BoxFormat;
import dev.assay.core.detection.BoxUnits;
import dev.assay.core.detection.CategoryMap;
import dev.assay.core.detection.DecoderSpec;
import dev.assay.core.detection.DetectionTask;
import dev.assay.core.detection.Preprocess;
import dev.assay.core.tensor.Shape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// Reads what a model says about detection: `images`, `annotations`, `reference-detections`,
/// `preprocess` and `task: { kind: detection, decoder: … }`.
final class DetectionReader {
    static final List<String> TASK_KEYS =
            List.of(
                    "decoder",
                    "outputs",
                    "boxes",
                    "units",
                    "top",
                    "min-score",
                    "nms",
                    "categories");
    private static final List<String> MODEL_KEYS =
            List.of("images", "annotations", "reference-detections", "preprocess");
    private static final List<String> DECODERS =
            List.of(DecoderSpec.DETR, DecoderSpec.BOXES_SCORES_LABELS);
    private static final String COCO80 = "coco80";
    private static final String IDENTITY = "identity";
    private static final int USUAL_TOP = 100;

    private final ModelReader files;
    private final YamlValue model;

    /// @param model the node of the model, for problems that have no line of their own
    DetectionReader(ModelReader files, YamlValue model) {
        this.files = files;
        this.model = model;
    }

    Optional<DetectionTask> read(
            TaskKind kind,
            Map<String, YamlValue> task,
            Map<String, YamlValue> entries,
            List<Shape> shapes) {
        if (kind != TaskKind.DETECTION) {
            Stream.concat(
                            TASK_KEYS.stream().map(key -> Optional.ofNullable(task.get(key))),
                            MODEL_KEYS.stream().map(key -> Optional.ofNullable(entries.get(key))))
                    .flatMap(Optional::stream)
                    .forEach(it -> it.problem("this key needs a task of kind: detection"));
            return Optional.empty();
        }
        for (String key : List.of("images", "annotations", "preprocess")) {
            if (!entries.containsKey(key)) {
                model.problem(
                        "a model of kind detection has no '%s', which is written beside 'task'"
                                .formatted(key));
            }
        }
        Optional<Path> images = files.folder(entries, "images");
        Optional<Path> annotations = files.path(entries, "annotations");
        Optional<Path> reference = files.path(entries, "reference-detections");
        Optional<DecoderSpec> decoder = decoder(task);
        Optional<Preprocess> preprocess =
                Optional.ofNullable(entries.get("preprocess"))
                        .flatMap(it -> new PreprocessReader(files, it).read(shapes));
        if (images.isEmpty()
                || annotations.isEmpty()
                || decoder.isEmpty()
                || preprocess.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new DetectionTask(
                        images.get(),
                        annotations.get(),
                        reference,
                        decoder.get(),
                        preprocess.get()));
    }

    private Optional<DecoderSpec> decoder(Map<String, YamlValue> task) {
        YamlValue value = task.get("decoder");
        if (value == null) {
            task.getOrDefault("kind", model)
                    .problem(
                            "a task of kind detection has no 'decoder': "
                                    + String.join(" or ", DECODERS));
            return Optional.empty();
        }
        Optional<String> name = value.text("'decoder'");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return switch (name.get()) {
            case DecoderSpec.DETR -> Optional.of(detr(task));
            case DecoderSpec.BOXES_SCORES_LABELS -> Optional.of(boxesScoresLabels(task));
            default -> {
                value.problem(
                        "unknown decoder '%s'%s"
                                .formatted(name.get(), Problems.suggestion(name.get(), DECODERS)));
                yield Optional.empty();
            }
        };
    }

    private static DecoderSpec detr(Map<String, YamlValue> task) {
        for (String key : List.of("boxes", "min-score", "nms")) {
            Optional.ofNullable(task.get(key))
                    .ifPresent(it ->
                            it.problem(
                                    "the decoder detr has no '%s': its boxes are cxcywh, and it keeps"
                                                    .formatted(key)
                                            + " the 'top' highest scores"));
        }
        Map<String, YamlValue> outputs = outputs(task, List.of("logits", "boxes"));
        return new DecoderSpec.Detr(
                SuiteReader.text(outputs, "logits"),
                SuiteReader.text(outputs, "boxes"),
                units(task, BoxUnits.IMAGE),
                top(task),
                categories(task));
    }

    private static DecoderSpec boxesScoresLabels(Map<String, YamlValue> task) {
        Map<String, YamlValue> outputs =
                outputs(task, List.of("boxes", "scores", "labels", "count"));
        OptionalDouble nms = share(task, "nms");
        return new DecoderSpec.BoxesScoresLabels(
                SuiteReader.text(outputs, "boxes").orElse("boxes"),
                SuiteReader.text(outputs, "scores").orElse("scores"),
                SuiteReader.text(outputs, "labels").orElse("labels"),
                SuiteReader.text(outputs, "count"),
                Optional.ofNullable(task.get("boxes"))
                        .flatMap(it ->
                                SuiteReader.constant(
                                        it, "box format", BoxFormat.values(), BoxFormat::slug))
                        .orElse(BoxFormat.XYXY),
                units(task, BoxUnits.PIXELS),
                share(task, "min-score").orElse(0),
                nms,
                top(task),
                categories(task));
    }

    private static Map<String, YamlValue> outputs(Map<String, YamlValue> task, List<String> known) {
        return Optional.ofNullable(task.get("outputs"))
                .map(it -> it.entries("the outputs", known))
                .orElse(Map.of());
    }

    private static BoxUnits units(Map<String, YamlValue> task, BoxUnits usual) {
        return Optional.ofNullable(task.get("units"))
                .flatMap(it -> SuiteReader.constant(it, "unit", BoxUnits.values(), BoxUnits::slug))
                .orElse(usual);
    }

    private static int top(Map<String, YamlValue> task) {
        return Optional.ofNullable(task.get("top"))
                .flatMap(it -> PreprocessReader.whole(it, "top", 1))
                .orElse(USUAL_TOP);
    }

    private static OptionalDouble share(Map<String, YamlValue> task, String key) {
        Optional<YamlValue> value = Optional.ofNullable(task.get(key));
        Optional<Double> share = value.flatMap(it -> PreprocessReader.number(it, key));
        if (share.isPresent() && !(share.get() >= 0 && share.get() <= 1)) {
            value.get().problem("%s is %s, it must be from 0 to 1".formatted(key, share.get()));
            return OptionalDouble.empty();
        }
        return share.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    private static CategoryMap categories(Map<String, YamlValue> task) {
        YamlValue value = task.get("categories");
        if (value == null) {
            return CategoryMap.IDENTITY;
        }
        List<YamlValue> items = value.items("'categories'");
        List<String> texts =
                items.stream().flatMap(it -> it.text("a category id").stream()).toList();
        if (texts.equals(List.of(IDENTITY))) {
            return CategoryMap.IDENTITY;
        }
        if (texts.equals(List.of(COCO80))) {
            return CategoryMap.COCO80;
        }
        if (!texts.stream().allMatch(it -> it.matches("[0-9]{1,18}"))) {
            value.problem(
                    "categories is %s, %s or the category id of each label: %s"
                            .formatted(IDENTITY, COCO80, Arrays.toString(texts.toArray())));
            return CategoryMap.IDENTITY;
        }
        return new CategoryMap(texts.stream().map(Long::valueOf).toList());
    }
}
