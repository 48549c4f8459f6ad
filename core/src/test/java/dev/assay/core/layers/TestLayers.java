package dev.assay.core.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Layers as TensorRT 10's inspector writes them.
public final class TestLayers {
    public static final String FP32 = "Row major linear FP32";
    public static final String FP16 = "Channel major FP16 format where channel % 8 == 0";
    public static final String INT8 = "Thirty-two wide channel vectorized row major Int8 format";

    private TestLayers() {}

    public static String json(String... layers) {
        return "{\"Layers\": [%s], \"Bindings\": [\"x\", \"y\"]}"
                .formatted(String.join(",", layers));
    }

    public static EngineLayers engine(String... layers) {
        return InspectorReport.parse(json(layers));
    }

    /// The same, each reading what the one before it wrote.
    public static EngineLayers chain(String... layers) {
        List<EngineLayer> linked = new ArrayList<>();
        String before = "x";
        for (EngineLayer layer : engine(layers).layers()) {
            LayerTensor in = layer.inputs().getFirst();
            linked.add(
                    new EngineLayer(
                            layer.index(),
                            layer.name(),
                            layer.type(),
                            List.of(new LayerTensor(before, in.shape(), in.type(), in.format())),
                            layer.outputs(),
                            layer.tactic(),
                            layer.tacticId(),
                            layer.origins(),
                            layer.filter(),
                            layer.stream()));
            before = layer.outputs().getFirst().name();
        }
        return new EngineLayers(linked, List.of("x", "y"));
    }

    /// A 3x3 convolution of images of 8x8, batch 4, that reads the output of the layer before.
    public static String conv(String name, int in, int out, String reads, String writes) {
        String weights =
                reads.contains("FP32") ? "Float" : reads.contains("Int8") ? "Int8" : "Half";
        return ("{\"Name\": \"%s\", \"LayerType\": \"CaskConvolution\", %s, \"Kernel\": [3, 3],"
                        + " \"OutMaps\": %d, \"Groups\": 1,"
                        + " \"Weights\": {\"Type\": \"%s\", \"Count\": %d},"
                        + " \"TacticName\": \"sm80_xmma_%s\", \"TacticValue\": \"0x1\","
                        + " \"StreamId\": 0, \"Metadata\": \"[ONNX Layer: %s]\"}")
                .formatted(
                        name,
                        tensors(name, in, out, reads, writes),
                        out,
                        weights,
                        in * out * 9,
                        name.toLowerCase(Locale.ROOT),
                        name);
    }

    /// A layer of another type of which the network knows.
    public static String layer(
            String type, String name, int channels, String reads, String writes) {
        return layer(type, name, channels, reads, writes, "[ONNX Layer: " + name + "]");
    }

    /// What the builder puts in.
    public static String reformat(String name, int channels, String reads, String writes) {
        return layer(
                "Reformat",
                "Reformatting CopyNode for Input Tensor 0 to " + name,
                channels,
                reads,
                writes,
                "");
    }

    private static String layer(
            String type, String name, int channels, String reads, String writes, String metadata) {
        return ("{\"Name\": \"%s\", \"LayerType\": \"%s\", %s, \"TacticName\": \"\","
                        + " \"TacticValue\": \"0x0\", \"StreamId\": 0, \"Metadata\": \"%s\"}")
                .formatted(name, type, tensors(name, channels, channels, reads, writes), metadata);
    }

    private static String tensors(String name, int in, int out, String reads, String writes) {
        return ("\"Inputs\": [{\"Name\": \"%s.in\", \"Location\": \"Device\","
                        + " \"Dimensions\": [4, %d, 8, 8], \"Format/Datatype\": \"%s\"}],"
                        + " \"Outputs\": [{\"Name\": \"%s.out\", \"Location\": \"Device\","
                        + " \"Dimensions\": [4, %d, 8, 8], \"Format/Datatype\": \"%s\"}]")
                .formatted(name, in, reads, name, out, writes);
    }
}
