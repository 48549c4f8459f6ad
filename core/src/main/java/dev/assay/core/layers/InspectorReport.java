package dev.assay.core.layers;

import dev.assay.core.AssayException;
import dev.assay.core.format.Json;
import dev.assay.core.tensor.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads what TensorRT's engine inspector and trtexec's `--exportLayerInfo` write.
///
/// TensorRT 10 gives format and type of a tensor in one text and the bindings as names; TensorRT 11
/// gives them in two fields and as objects. Both are read; fields that are unknown are left alone.
public final class InspectorReport {
    private static final Pattern ORIGIN = Pattern.compile("\\[ONNX Layer: ([^\\]]*)\\]");

    private InspectorReport() {}

    /// @throws AssayException if the file cannot be read or is no such report
    public static EngineLayers read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw AssayException.data("Cannot read the layers in " + file + ": " + e.getMessage());
        }
    }

    /// @param json as the inspector gives it
    /// @throws AssayException if it is no such report
    public static EngineLayers parse(String json) {
        JsonNode root;
        try {
            root = Json.compact().readTree(json);
        } catch (JacksonException e) {
            throw AssayException.data(
                    "TensorRT's report of its layers is not JSON: " + e.getOriginalMessage());
        }
        JsonNode nodes = root.path("Layers");
        if (!nodes.isArray()) {
            throw AssayException.data("TensorRT's report of its layers names none");
        }
        List<EngineLayer> layers = new ArrayList<>();
        for (JsonNode node : nodes) {
            layers.add(layer(layers.size(), node));
        }
        return new EngineLayers(layers, bindings(root));
    }

    private static List<String> bindings(JsonNode root) {
        List<String> names = new ArrayList<>();
        for (JsonNode node : root.path("Bindings")) {
            names.add(node.asString(""));
        }
        for (JsonNode node : root.path("I/O Tensors")) {
            names.add(node.path("Name").asString(""));
        }
        return names;
    }

    private static EngineLayer layer(int index, JsonNode node) {
        // Without detailed verbosity a layer is its name alone.
        String name = node.isString() ? node.asString() : node.path("Name").asString("");
        return new EngineLayer(
                index,
                name,
                node.path("LayerType").asString(""),
                tensors(node.path("Inputs")),
                tensors(node.path("Outputs")),
                node.path("TacticName").asString(""),
                node.path("TacticValue").asString(""),
                origins(node.path("Metadata").asString("")),
                filter(node),
                node.path("StreamId").asInt(0));
    }

    private static List<LayerTensor> tensors(JsonNode nodes) {
        List<LayerTensor> tensors = new ArrayList<>();
        for (JsonNode node : nodes) {
            String both = node.path("Format/Datatype").asString("");
            String format = node.path("Format").asString(both);
            tensors.add(
                    new LayerTensor(
                            node.path("Name").asString(""),
                            shape(node.path("Dimensions")),
                            Types.parse(node.path("Datatype").asString(both)),
                            format));
        }
        return tensors;
    }

    private static Shape shape(JsonNode node) {
        List<Long> extents = new ArrayList<>();
        for (JsonNode extent : node) {
            extents.add(Math.max(Shape.DYNAMIC, extent.asLong(Shape.DYNAMIC)));
        }
        return new Shape(extents);
    }

    private static List<String> origins(String metadata) {
        List<String> names = new ArrayList<>();
        Matcher matcher = ORIGIN.matcher(metadata);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static Optional<Filter> filter(JsonNode node) {
        JsonNode weights = node.path("Weights");
        long outMaps = node.path("OutMaps").asLong(0);
        if (!node.path("Kernel").isArray() || outMaps < 1) {
            return Optional.empty();
        }
        List<Long> kernel = new ArrayList<>();
        node.path("Kernel").forEach(it -> kernel.add(it.asLong(1)));
        return Optional.of(
                new Filter(
                        kernel,
                        Math.max(1, node.path("Groups").asLong(1)),
                        outMaps,
                        weights.path("Count").asLong(0),
                        Types.parse(weights.path("Type").asString("")),
                        node.path("LayerType").asString("").contains("Deconv")));
    }
}
