package dev.assay.core.suite;

import dev.assay.core.tensor.Shape;
import java.nio.file.Path;
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
        LadderWriter.write(suite.ladders(), root);
        suite.published().ifPresent(it -> root.put("published", it.toString()));
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
        putFiles(map, "onnx-variants", model.onnxVariants());
        putFiles(map, "quantization", model.derived().quantization());
        if (!model.derived().keepFp32().isEmpty()) {
            map.put("keep-fp32", model.derived().keepFp32());
        }
        model.torchscript().ifPresent(path -> map.put("torchscript", path.toString()));
        if (!model.torchscriptOutputs().isEmpty()) {
            map.put("torchscript-outputs", model.torchscriptOutputs());
        }
        model.python().ifPresent(it -> map.put("python", it.toString()));
        map.put("inputs", model.inputs().toString());
        model.references().ifPresent(path -> map.put("references", path.toString()));
        model.calibration().ifPresent(path -> map.put("calibration", path.toString()));
        model.range().ifPresent(it -> map.put("range", List.of(it.low(), it.high())));
        map.put("shapes", model.shapes().stream().map(Shape::toString).toList());
        model.axes().optShape().ifPresent(it -> map.put("opt-shape", it.toString()));
        if (!model.axes().batches().isEmpty()) {
            map.put("batches", model.axes().batches());
        }
        model.madeBy().ifPresent(it -> map.put("made-by", madeBy(it)));
        map.put("task", ImageTaskWriter.task(model.task(), model.image()));
        model.detection().ifPresent(it -> DetectionWriter.write(it, map));
        if (!model.tolerances().isEmpty()) {
            map.put("tolerances", tolerances(model.tolerances()));
        }
        return map;
    }

    private static void putFiles(
            Map<String, Object> model, String key, Map<Precision, Path> files) {
        if (!files.isEmpty()) {
            Map<String, Object> written = new TreeMap<>();
            files.forEach((precision, path) -> written.put(precision.name(), path.toString()));
            model.put(key, written);
        }
    }

    private static Map<String, Object> madeBy(MadeBy madeBy) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("command", madeBy.command());
        madeBy.takes().ifPresent(it -> map.put("takes", it));
        madeBy.size().ifPresent(it -> map.put("size", it));
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
