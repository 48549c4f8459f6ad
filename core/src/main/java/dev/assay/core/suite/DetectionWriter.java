package dev.assay.core.suite;

import dev.assay.core.detection.BoxUnits;
import dev.assay.core.detection.CategoryMap;
import dev.assay.core.detection.DecoderSpec;
import dev.assay.core.detection.DetectionTask;
import dev.assay.core.detection.Padding;
import dev.assay.core.detection.Preprocess;
import dev.assay.core.detection.Resize;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes what {@link DetectionReader} reads back.
final class DetectionWriter {
    private DetectionWriter() {}

    /// @param model gets the keys, `task` among them
    static void write(DetectionTask detection, Map<String, Object> model) {
        model.put("task", task(detection.decoder()));
        model.put("images", detection.images().toString());
        model.put("annotations", detection.annotations().toString());
        detection.reference().ifPresent(it -> model.put("reference-detections", it.toString()));
        model.put("preprocess", preprocess(detection.preprocess()));
    }

    private static Map<String, Object> task(DecoderSpec decoder) {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("kind", TaskKind.DETECTION.slug());
        task.put("decoder", decoder.slug());
        Map<String, Object> outputs = new LinkedHashMap<>();
        switch (decoder) {
            case DecoderSpec.Detr(var logits, var boxes, BoxUnits _, int _, CategoryMap _) -> {
                logits.ifPresent(it -> outputs.put("logits", it));
                boxes.ifPresent(it -> outputs.put("boxes", it));
            }
            case DecoderSpec.BoxesScoresLabels it -> {
                outputs.put("boxes", it.boxes());
                outputs.put("scores", it.scores());
                outputs.put("labels", it.labels());
                it.count().ifPresent(count -> outputs.put("count", count));
                task.put("boxes", it.format().slug());
                task.put("min-score", it.minScore());
                it.nms().ifPresent(nms -> task.put("nms", nms));
            }
        }
        if (!outputs.isEmpty()) {
            task.put("outputs", outputs);
        }
        task.put("units", decoder.units().slug());
        task.put("top", decoder.top());
        task.put(
                "categories",
                decoder.categories().ids().isEmpty() ? "identity" : decoder.categories().ids());
        return task;
    }

    private static Map<String, Object> preprocess(Preprocess preprocess) {
        Map<String, Object> map = new LinkedHashMap<>();
        preprocess.input().ifPresent(it -> map.put("input", it));
        switch (preprocess.resize()) {
            case Resize.Keep _ -> {}
            case Resize.Sides(int shortest, int longest) -> {
                Map<String, Object> sides = new LinkedHashMap<>();
                sides.put("short", shortest);
                sides.put("long", longest);
                map.put("resize", sides);
            }
            case Resize.To(var size) -> map.put("resize", Map.of("to", size.toString()));
            case Resize.Fit(var size) -> map.put("resize", Map.of("fit", size.toString()));
        }
        map.put("interpolation", preprocess.interpolation().slug());
        Padding padding = preprocess.padding();
        if (!padding.equals(Padding.NONE)) {
            Map<String, Object> pad = new LinkedHashMap<>();
            padding.to()
                    .ifPresentOrElse(
                            it -> pad.put("to", it.toString()),
                            () -> pad.put("multiple", padding.multiple()));
            pad.put("at", padding.centred() ? "centre" : "corner");
            padding.pixel().ifPresent(it -> pad.put("pixel", it));
            map.put("pad", pad);
        }
        map.put("range", preprocess.range().slug());
        map.put("mean", preprocess.mean());
        map.put("std", preprocess.std());
        map.put("layout", preprocess.layout().slug());
        map.put("channels", preprocess.channels().slug());
        preprocess.hashes().ifPresent(it -> map.put("hashes", it.toString()));
        return map;
    }
}
