package dev.assay.engines.tensorrt.plan;

import dev.assay.core.AssayException;
import dev.assay.core.format.Json;
import dev.assay.core.run.LayerPrecisions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Counts in which precision the layers of an engine run, from TensorRT's own report of the engine
/// (`IEngineInspector`, JSON, verbosity `detailed`).
///
/// The rules, in order:
/// - Layers that do nothing on data (shapes, constants, signals between streams) or that only move
///   integers are not counted.
/// - A layer that only moves, casts, quantises or reformats is counted apart.
/// - With an INT8 or FP8 input a layer computes in that type.
/// - Else it computes in the narrowest real type among its inputs, or among its outputs if no input
///   is real.
/// - FP32 with `tf32` in the name of the chosen kernel is TF32. Where TensorRT names no kernel, it
///   cannot be told apart and counts as FP32.
///
/// A part that TensorRT fused as a whole (a Myelin foreign node) counts as the layers that it is
/// reported as, by their own inputs and outputs: the kernels of the node if they are listed, else
/// one opaque layer.
public final class EffectivePrecision {
    private static final Pattern MOVES =
            Pattern.compile(
                    "reformat|quantize|dequantize|cast|copy|shuffle|reshape|transpose|slice"
                            + "|padding|concat(enation)?",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern NOTHING =
            Pattern.compile(
                    "no-?op|constant|signal|wait|shape.*|.*shape_?host.*|.*host.*shape.*",
                    Pattern.CASE_INSENSITIVE);
    // Myelin names the kernels that it generates after their steps, three letters each, for example
    // __myl_AddTraAdd_myl7_22. One that only casts, moves, reshapes or transposes computes nothing.
    private static final Pattern MYELIN_MOVES = Pattern.compile("__myl_(Cas|Mov|Res|Tra)+_myl.*");
    private static final String FOREIGN_NODE = "ForeignNode[";
    private static final String UNKNOWN = "UNKNOWN";
    private static final String INTEGER = "INTEGER";
    private static final List<String> NARROWEST_FIRST =
            List.of("INT8", "FP8", "FP16", "BF16", "FP32");

    private EffectivePrecision() {}

    /// @param json as the inspector gives it
    /// @throws AssayException if it is no such report
    public static LayerPrecisions of(String json) {
        JsonNode layers;
        try {
            layers = Json.compact().readTree(json).path("Layers");
        } catch (JacksonException e) {
            throw AssayException.data(
                    "TensorRT's report of its layers is not JSON: " + e.getOriginalMessage());
        }
        if (!layers.isArray()) {
            throw AssayException.data("TensorRT's report of its layers names none");
        }
        Map<String, Integer> counts = new TreeMap<>();
        int computing = 0;
        int reformats = 0;
        int opaque = 0;
        for (JsonNode layer : layers) {
            String type = layer.path("LayerType").asString("");
            String name = layer.path("Name").asString("");
            if (NOTHING.matcher(type).matches()) {
                continue;
            }
            if (MOVES.matcher(type).matches() || MYELIN_MOVES.matcher(name).matches()) {
                reformats += movesIntegers(layer) ? 0 : 1;
                continue;
            }
            computing++;
            if (name.contains(FOREIGN_NODE)) {
                opaque++;
            }
            counts.merge(precision(layer), 1, Integer::sum);
        }
        return new LayerPrecisions(computing, counts, reformats, opaque);
    }

    private static String precision(JsonNode layer) {
        List<String> inputs = types(layer.path("Inputs"));
        List<String> outputs = types(layer.path("Outputs"));
        String own = narrowest(inputs);
        if (own.equals(UNKNOWN)) {
            // An output of INT8 is a result that was quantised, not how it was computed.
            outputs.removeIf(type -> type.equals("INT8") || type.equals("FP8"));
            own = narrowest(outputs);
        }
        if (own.equals(UNKNOWN) && inputs.contains(INTEGER)) {
            return INTEGER;
        }
        boolean tf32 =
                layer.path("TacticName").asString("").toLowerCase(Locale.ROOT).contains("tf32");
        return own.equals("FP32") && tf32 ? "TF32" : own;
    }

    private static boolean movesIntegers(JsonNode layer) {
        List<String> types = types(layer.path("Inputs"));
        return !types.isEmpty() && types.stream().allMatch(INTEGER::equals);
    }

    private static String narrowest(List<String> types) {
        return NARROWEST_FIRST.stream().filter(types::contains).findFirst().orElse(UNKNOWN);
    }

    private static List<String> types(JsonNode tensors) {
        List<String> types = new ArrayList<>();
        for (JsonNode tensor : tensors) {
            // TensorRT 10 says both in one field, TensorRT 11 in two.
            types.add(
                    type(
                            tensor.path("Format/Datatype").asString("")
                                    + " "
                                    + tensor.path("Datatype").asString("")));
        }
        return types;
    }

    /// The type in a text such as `Row major linear FP16 format`.
    static String type(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.matches(".*(uint8|int32|int64|int4|bool).*")) {
            return INTEGER;
        }
        if (lower.contains("int8")) {
            return "INT8";
        }
        if (lower.matches(".*(fp8|float8|e4m3|e5m2).*")) {
            return "FP8";
        }
        if (lower.matches(".*(bf16|bfloat16|bfloat).*")) {
            return "BF16";
        }
        if (lower.matches(".*(fp16|float16|half).*")) {
            return "FP16";
        }
        return lower.matches(".*(fp32|float).*") ? "FP32" : UNKNOWN;
    }
}
