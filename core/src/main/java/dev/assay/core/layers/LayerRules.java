package dev.assay.core.layers;

import dev.assay.core.tensor.ElementType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a layer is for and in which precision it runs.
///
/// The rules, in order:
/// - Layers that do nothing on data (shapes, constants, signals between streams) are for nothing,
///   and so is what moves only integers.
/// - A layer that only moves, casts, quantises or reformats moves.
/// - With an INT8 or FP8 input a layer computes in that type.
/// - Else it computes in the narrowest real type among its inputs, or among its outputs if no input
///   is real.
/// - FP32 with `tf32` in the name of the chosen kernel is TF32. Where the engine names no kernel,
///   it cannot be told apart and counts as FP32.
final class LayerRules {
    private static final Pattern MOVES =
            Pattern.compile(
                    "quantize|dequantize|cast|copy|shuffle|reshape|transpose|slice"
                            + "|padding|concat(enation)?",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern NOTHING =
            Pattern.compile(
                    "no-?op|constant|signal|wait|shape.*|.*shape_?host.*|.*host.*shape.*",
                    Pattern.CASE_INSENSITIVE);
    // Myelin names the kernels that it generates after their steps, three letters each, for example
    // __myl_AddTraAdd_myl7_22. One that only casts, moves, reshapes or transposes computes nothing.
    private static final Pattern MYELIN_MOVES = Pattern.compile("__myl_(Cas|Mov|Res|Tra)+_myl.*");
    private static final List<String> NARROWEST_FIRST =
            List.of("INT8", "FP8", "FP16", "BF16", "FP32", "FP64");

    private LayerRules() {}

    static LayerRole role(EngineLayer layer) {
        if (NOTHING.matcher(layer.type()).matches()) {
            return LayerRole.NOTHING;
        }
        boolean reformat = layer.type().equalsIgnoreCase("reformat");
        boolean moves =
                reformat
                        || MOVES.matcher(layer.type()).matches()
                        || MYELIN_MOVES.matcher(layer.name()).matches();
        if (!moves) {
            return LayerRole.COMPUTE;
        }
        if (movesIntegers(layer)) {
            return LayerRole.NOTHING;
        }
        // What a concatenation of the model copies is no choice of the builder.
        boolean asked = layer.name().endsWith(" copy") || !layer.origins().isEmpty();
        return reformat && !asked ? LayerRole.REFORMAT : LayerRole.MOVE;
    }

    static String precision(EngineLayer layer) {
        Optional<String> own = narrowest(types(layer.inputs()));
        if (own.isEmpty()) {
            // An output of INT8 is a result that was quantised, not how it was computed.
            own =
                    narrowest(
                            types(layer.outputs())
                                    .filter(it -> !it.equals("INT8") && !it.equals("FP8")));
        }
        if (own.isEmpty()) {
            return types(layer.inputs()).anyMatch(Types.INTEGER::equals)
                    ? Types.INTEGER
                    : Types.UNKNOWN;
        }
        boolean tf32 = layer.tactic().toLowerCase(Locale.ROOT).contains("tf32");
        return own.get().equals("FP32") && tf32 ? "TF32" : own.get();
    }

    private static boolean movesIntegers(EngineLayer layer) {
        return !layer.inputs().isEmpty()
                && layer.inputs().stream()
                        .allMatch(it -> it.type().filter(LayerRules::isIndex).isPresent());
    }

    private static boolean isIndex(ElementType type) {
        return Types.precision(type).equals(Types.INTEGER);
    }

    private static Optional<String> narrowest(Stream<String> types) {
        List<String> found = types.toList();
        return NARROWEST_FIRST.stream().filter(found::contains).findFirst();
    }

    private static Stream<String> types(List<LayerTensor> tensors) {
        return tensors.stream().flatMap(it -> it.type().map(Types::precision).stream());
    }
}
