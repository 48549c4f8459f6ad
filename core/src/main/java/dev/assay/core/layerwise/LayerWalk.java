package dev.assay.core.layerwise;

import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.TensorData;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Every layer that a reference knows, held against it in the order of computation.
///
/// The first layer that is wrong has inputs that are right, as far as the reference knows them: it,
/// or a layer between the last one that agrees and it, is where the fault is.
///
/// @param limit of the relative L2 error of each layer
public record LayerWalk(List<LayerCheck> checks, double limit) {
    /// Times the rounding of one operation. The layers of MST++ in FP32 on a CPU stay below 27
    /// times it against PyTorch's (measured: 1.6e-6); a wrong layer is off by 1e-2 and more.
    private static final int ROUNDOFFS = 256;

    public LayerWalk {
        checks = List.copyOf(checks);
    }

    /// A limit for layers that compute in a precision. Where sums are kept in FP32 most of the
    /// rounding of 16 bits averages out: an eighth of it counts.
    public static double limit(Precision precision) {
        return ROUNDOFFS
                * switch (precision) {
                    case FP32 -> 0x1p-24;
                    case TF32, FP16 -> 0x1p-11 / 8;
                    case BF16, INT8, FP8 -> 0x1p-8 / 8;
                };
    }

    /// @param outputs of the engine's layers by name
    public static LayerWalk of(
            LayerReference reference, Map<String, TensorData> outputs, double limit) {
        return new LayerWalk(checks(reference, outputs, layer -> limit), limit);
    }

    /// @param limits of the relative L2 error by layer
    static List<LayerCheck> checks(
            LayerReference reference,
            Map<String, TensorData> outputs,
            ToDoubleFunction<String> limits) {
        List<LayerCheck> checks = new ArrayList<>();
        try (Arena arena = Arena.ofShared()) {
            reference
                    .layers()
                    .forEach((layer, expected) -> {
                        TensorData output = outputs.get(layer);
                        checks.add(
                                output == null
                                        ? LayerCheck.absent(layer)
                                        : LayerCheck.of(
                                                layer,
                                                reference.comparable(layer, output, arena),
                                                expected,
                                                limits.applyAsDouble(layer)));
                    });
        }
        return checks;
    }

    public Optional<LayerCheck> firstWrong() {
        return checks.stream().filter(it -> it.state().isWrong()).findFirst();
    }

    /// How many layers were compared.
    public long compared() {
        return checks.stream().filter(it -> it.state() != LayerCheck.State.ABSENT).count();
    }

    /// Layers of the reference that the engine does not have, between the last one that agrees and
    /// the first that is wrong.
    public List<String> absentBeforeFirstWrong() {
        List<String> absent = new ArrayList<>();
        for (LayerCheck check : checks) {
            switch (check.state()) {
                case AGREES -> absent.clear();
                case ABSENT -> absent.add(check.layer());
                case DIVERGES, NOT_FINITE, OTHER_SHAPE -> {
                    return absent;
                }
            }
        }
        return List.of();
    }

    /// The largest error of a layer that agrees, 0 if none does.
    public double largestAgreeing() {
        return checks.stream()
                .filter(it -> it.state() == LayerCheck.State.AGREES)
                .mapToDouble(LayerCheck::relativeL2)
                .max()
                .orElse(0);
    }

    /// What was found, in one sentence.
    public String sentence() {
        if (compared() == 0) {
            return "no layer could be compared: the engine and the reference have no name in common";
        }
        return firstWrong()
                .map(it -> {
                    List<String> absent = absentBeforeFirstWrong();
                    return "the first layer that is wrong is %s: it %s%s"
                            .formatted(
                                    it.layer(),
                                    it.detail(),
                                    absent.isEmpty()
                                            ? ""
                                            : "; just before it the engine lacks "
                                                    + String.join(", ", absent));
                })
                .orElseGet(() ->
                        String.format(
                                Locale.ROOT,
                                "%d layers agree, relL2 is at most %.3g",
                                compared(),
                                largestAgreeing()));
    }
}
