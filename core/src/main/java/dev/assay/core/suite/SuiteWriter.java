package dev.assay.core.suite;

import dev.assay.core.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// Writes a suite as YAML that {@link SuiteReader} reads back, with every default spelled out and
/// every path absolute, so that a run directory explains itself.
public final class SuiteWriter {
    private SuiteWriter() {}

    public static String write(Suite suite) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("schema", Suite.SCHEMA);
        root.put("name", suite.name());
        if (!suite.generated().isEmpty()) {
            root.put("generated", suite.generated().stream().map(GeneratedWriter::map).toList());
        }
        root.put("models", suite.models().stream().map(SuiteWriter::model).toList());
        root.put("engines", suite.engines().stream().map(SuiteWriter::engine).toList());
        root.put("precisions", suite.precisions().stream().map(Precision::name).toList());
        root.put("batches", suite.batches());
        root.put("workloads", suite.workloads().stream().map(Workload::slug).toList());
        if (!suite.tolerances().isEmpty()) {
            root.put("tolerances", tolerances(suite.tolerances()));
        }
        if (!suite.only().isEmpty()) {
            root.put("only", suite.only());
        }
        if (!suite.exclude().isEmpty()) {
            root.put("exclude", suite.exclude());
        }
        DumpSettings settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(120).build();
        return new Dump(settings).dumpToString(root);
    }

    private static Map<String, Object> model(ModelSpec model) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", model.id());
        model.onnx().ifPresent(path -> map.put("onnx", path.toString()));
        if (!model.onnxVariants().isEmpty()) {
            Map<String, Object> variants = new TreeMap<>();
            model.onnxVariants()
                    .forEach((precision, path) -> variants.put(precision.name(), path.toString()));
            map.put("onnx-variants", variants);
        }
        model.torchscript().ifPresent(path -> map.put("torchscript", path.toString()));
        map.put("inputs", model.inputs().toString());
        model.references().ifPresent(path -> map.put("references", path.toString()));
        model.calibration().ifPresent(path -> map.put("calibration", path.toString()));
        model.range().ifPresent(it -> map.put("range", List.of(it.low(), it.high())));
        map.put("shapes", model.shapes().stream().map(Shape::toString).toList());
        map.put("task", ImageTaskWriter.task(model.task(), model.image()));
        model.detection().ifPresent(it -> DetectionWriter.write(it, map));
        if (!model.tolerances().isEmpty()) {
            map.put("tolerances", tolerances(model.tolerances()));
        }
        return map;
    }

    private static Map<String, Object> engine(EngineSpec engine) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", engine.id());
        if (!engine.options().isEmpty()) {
            map.put("options", new TreeMap<>(engine.options()));
        }
        if (engine.builds() > 1) {
            map.put("builds", engine.builds());
        }
        return map;
    }

    private static Map<String, Object> tolerances(Map<Precision, Tolerance> tolerances) {
        Map<String, Object> map = new LinkedHashMap<>();
        List<Precision> precisions = new ArrayList<>(tolerances.keySet());
        precisions.sort(null);
        for (Precision precision : precisions) {
            Map<String, Object> limits = new TreeMap<>();
            Tolerance tolerance = tolerances.get(precision);
            if (tolerance != null) {
                tolerance.limits().forEach((key, limit) -> limits.put(key.key(), limit));
                tolerance.scores().forEach((bound, limit) -> limits.put(bound.key(), limit));
                tolerance.detection().forEach((bound, limit) -> limits.put(bound.key(), limit));
            }
            map.put(precision.name(), limits);
        }
        return map;
    }
}
