package dev.assay.onnx;

import dev.assay.core.format.Json;
import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.quantize.QuantizationFile;
import dev.assay.onnx.quantize.RangeRule;
import dev.assay.onnx.quantize.Scheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The models that `reference-data/tools/edited_models.py` made.
public final class Goldens {
    private static final Path FOLDER = Path.of("src/test/resources/edited");

    private Goldens() {}

    public static Path file(String name) {
        return FOLDER.resolve(name + ".onnx");
    }

    public static ModelProto model(String name) {
        return OnnxFile.read(file(name));
    }

    /// By activation.
    public static Map<String, Double> ranges() {
        try {
            Map<String, Double> ranges = new TreeMap<>();
            Json.compact()
                    .readTree(Files.readString(FOLDER.resolve("ranges.json")))
                    .properties()
                    .forEach(it -> ranges.put(it.getKey(), it.getValue().asDouble()));
            return ranges;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A file of ranges that quantises these nodes.
    public static QuantizationFile ranges(Scheme scheme, String sha256, List<String> nodes) {
        return new QuantizationFile(
                QuantizationFile.SCHEMA,
                scheme,
                RangeRule.LARGEST_MAGNITUDE,
                QuantizationFile.weightRule(scheme),
                new QuantizationFile.Model("fp32.onnx", sha256),
                new QuantizationFile.Calibration(
                        "calibration.safetensors", Map.of(), Map.of("x", 1.0), List.of("row")),
                nodes,
                ranges(),
                "test");
    }
}
