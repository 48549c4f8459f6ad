package dev.assay.onnx.rewrite.edit;

import com.google.protobuf.ByteString;
import dev.assay.onnx.graph.Attributes;
import dev.assay.onnx.graph.Names;
import dev.assay.onnx.graph.Weights;
import dev.assay.onnx.proto.Onnx.AttributeProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes nodes and constants under new names.
public final class Emitter {
    private final Names names;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<String, TensorProto> constants = new LinkedHashMap<>();

    Emitter(Names names) {
        this.names = names;
    }

    /// The nodes since the last call.
    List<NodeProto> takeNodes() {
        List<NodeProto> taken = List.copyOf(nodes);
        nodes.clear();
        return taken;
    }

    /// All constants that were made.
    List<TensorProto> constants() {
        return List.copyOf(constants.values());
    }

    /// A node with one result of a new name.
    ///
    /// @param wanted name of the result
    public String node(
            String type, List<String> inputs, String wanted, AttributeProto... attributes) {
        String name = names.fresh(wanted);
        last(type, inputs, name, attributes);
        return name;
    }

    /// A node that makes exactly this tensor: the last one of what replaces a pattern.
    public void last(
            String type, List<String> inputs, String result, AttributeProto... attributes) {
        add(type, inputs, List.of(result), attributes);
    }

    /// A node with several results.
    public void add(
            String type, List<String> inputs, List<String> results, AttributeProto... attributes) {
        boolean plugin = type.startsWith(Plugins.PREFIX);
        nodes.add(
                NodeProto.newBuilder()
                        .setOpType(type)
                        .setDomain(plugin ? Plugins.DOMAIN : "")
                        .setName(results.getFirst())
                        .addAllInput(inputs)
                        .addAllOutput(results)
                        .addAllAttribute(List.of(attributes))
                        .build());
    }

    /// Several results of new names.
    public List<String> nodes(
            String type,
            List<String> inputs,
            int results,
            String wanted,
            AttributeProto... attributes) {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < results; i++) {
            made.add(names.fresh(wanted + "." + i));
        }
        add(type, inputs, made, attributes);
        return made;
    }

    /// A vector of integers; equal ones are stored once.
    public String longs(long... values) {
        List<Long> list = Arrays.stream(values).boxed().toList();
        String key = "longs" + list;
        return constants
                .computeIfAbsent(key, _ -> Weights.ofLongs(names.fresh("rewrite.integers"), list))
                .getName();
    }

    /// An integer without a dimension; equal ones are stored once.
    public String index(long value) {
        return constants
                .computeIfAbsent(
                        "index" + value,
                        _ ->
                                Weights.ofLongs(names.fresh("rewrite.index"), List.of(value))
                                        .toBuilder()
                                        .clearDims()
                                        .build())
                .getName();
    }

    /// A single number without a dimension; equal ones are stored once.
    public String number(float value) {
        return constants
                .computeIfAbsent(
                        "number" + Float.floatToIntBits(value),
                        _ -> Weights.ofFloats(names.fresh("rewrite.number"), List.of(), value))
                .getName();
    }

    /// An FP32 tensor.
    public String floats(String wanted, List<Long> dims, float... values) {
        String name = names.fresh(wanted);
        constants.put("floats" + name, Weights.ofFloats(name, dims, values));
        return name;
    }

    public static AttributeProto integer(String name, long value) {
        return Attributes.of(name, value);
    }

    public static AttributeProto integers(String name, List<Long> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .addAllInts(values)
                .setType(AttributeProto.AttributeType.INTS)
                .build();
    }

    public static AttributeProto number(String name, float value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setF(value)
                .setType(AttributeProto.AttributeType.FLOAT)
                .build();
    }

    public static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setS(ByteString.copyFromUtf8(value))
                .setType(AttributeProto.AttributeType.STRING)
                .build();
    }
}
