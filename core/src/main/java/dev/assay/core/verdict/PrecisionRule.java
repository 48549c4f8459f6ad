package dev.assay.core.verdict;

import dev.assay.core.run.LayerPrecisions;
import dev.assay.core.suite.Precision;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whether an engine ran in the precision that its row is labelled with.
///
/// A builder may use a lower precision where that is faster, and nowhere if it never is: a row
/// called FP16 of which no layer is FP16 says nothing about FP16. An engine called FP32 must not
/// round its products to TF32. TF32 is a permission and no promise, and layers that nobody can look
/// into prove nothing.
final class PrecisionRule {
    /// Of verdicts that this rule causes.
    static final String REASON = "PRECISION";

    private PrecisionRule() {}

    /// @param asked of the case
    /// @return why the label is wrong, if it is
    static Optional<String> violation(Precision asked, LayerPrecisions layers) {
        return switch (asked) {
            case TF32 -> Optional.empty();
            case FP32 ->
                    layers.in(Precision.TF32.name()) > 0
                            ? Optional.of("asked FP32, " + layers.sentence(Precision.TF32.name()))
                            : Optional.empty();
            case FP16, BF16, INT8, FP8 ->
                    layers.layers() > 0 && layers.opaque() == 0 && layers.in(asked.name()) == 0
                            ? Optional.of(
                                    "asked %s, no layer runs it: %s"
                                            .formatted(asked, describe(layers)))
                            : Optional.empty();
        };
    }

    private static String describe(LayerPrecisions layers) {
        return layers.byPrecision().entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
