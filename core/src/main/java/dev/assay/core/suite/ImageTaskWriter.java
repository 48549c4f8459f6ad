package dev.assay.core.suite;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a model's task as {@link ImageTaskReader} reads it.
final class ImageTaskWriter {
    private ImageTaskWriter() {}

    static Map<String, Object> task(TaskKind kind, ImageTask image) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", kind.slug());
        if (!image.metrics().isEmpty()) {
            map.put("metrics", image.metrics().stream().map(ImageTaskWriter::metric).toList());
        }
        image.targets().ifPresent(path -> map.put("targets", path.toString()));
        image.band().ifPresent(band -> map.put("band", band));
        return map;
    }

    private static Map<String, Object> metric(ImageMetric metric) {
        Map<String, Object> settings = new LinkedHashMap<>();
        metric.output().ifPresent(output -> settings.put("output", output));
        settings.put("crop", metric.crop());
        metric.clamp().ifPresent(it -> settings.put("clamp", List.of(it.low(), it.high())));
        metric.range().ifPresent(range -> settings.put("range", range));
        if (metric.luma()) {
            settings.put("channel", ImageTaskReader.LUMA);
        }
        if (metric.excludeZeros()) {
            settings.put("zero-targets", ImageTaskReader.EXCLUDE);
        }
        return Map.of(metric.kind().key(), settings);
    }
}
