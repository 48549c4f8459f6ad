package dev.assay.reports.matrix;

import dev.assay.reports.model.Reference.Kind;
import dev.assay.reports.model.Section;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A section in the form in which results are published.
///
/// @param unit of the times; empty where every cell names its own
/// @param reference what the speed-ups are over, in a sentence; empty where nothing is compared
/// @param missing why single speed-ups are dashes
public record Matrix(List<MatrixBand> bands, String unit, String reference, List<String> missing) {
    public Matrix {
        bands = List.copyOf(bands);
        missing = List.copyOf(missing);
    }

    /// Empty where there is nothing to lay side by side.
    public static Optional<Matrix> of(Section section) {
        boolean measured = section.rows().stream().anyMatch(row -> row.speed().isPresent());
        return measured && section.variants().size() > 1
                ? Optional.of(new MatrixBuilder(section).build())
                : Optional.empty();
    }

    static String sentence(Section section) {
        if (section.referenceNames().isEmpty()) {
            return "";
        }
        Map<Kind, String> names = new EnumMap<>(Kind.class);
        section.rows().stream()
                .flatMap(row -> section.reference(row).found().stream())
                .forEach(it -> names.putIfAbsent(it.kind(), it.name()));
        String how =
                section.pipelined()
                        ? "images/s over those of the reference"
                        : "median time of the reference over own";
        return "Speed-up: %s, at the same batch and boundary. Reference: %s."
                .formatted(how, reference(names));
    }

    private static String reference(Map<Kind, String> names) {
        String pytorch = names.getOrDefault(Kind.PYTORCH, "");
        if (!names.containsKey(Kind.OWN_FP32)) {
            return pytorch + ", in the same precision or else FP32";
        }
        return pytorch.isEmpty()
                ? "the engine's own FP32, as PyTorch is not measured at its boundary"
                : pytorch
                        + " where it is measured at the boundary; the engine's own FP32 where"
                        + " PyTorch is not measured at its boundary";
    }
}
