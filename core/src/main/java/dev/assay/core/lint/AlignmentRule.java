package dev.assay.core.lint;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.breakdown.LayerCost;
import dev.assay.core.layers.EngineLayer;
import dev.assay.core.layers.Filter;
import dev.assay.core.layers.LayerTensor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Extents that tensor cores and wide loads do not fit.
///
/// Tensor cores take channels in groups: 8 of 16 bits, 16 of 8 bits, and TensorRT's INT8 layouts
/// 32. What is missing is filled with zeros that are stored, moved and multiplied. Where rows lie
/// one after another, rows that are no multiple of 16 bytes keep kernels from loading whole
/// vectors.
final class AlignmentRule {
    private static final Map<String, Integer> GROUPS =
            Map.of("FP16", 8, "BF16", 8, "FP8", 16, "INT8", 32);

    /// Images have few channels, and their first layer has kernels of its own.
    private static final int FEW_CHANNELS = 4;

    private static final int LOAD_BYTES = 16;
    private static final int SHORT_ROW = 32;
    private static final int IMAGE_RANK = 4;
    private static final int CHANNEL = 1;
    private static final int WIDTH = 3;

    private AlignmentRule() {}

    static Optional<Finding> channels(Breakdown engine) {
        List<LayerCost> found =
                engine.layers().stream().filter(it -> !misfits(it.layer()).isEmpty()).toList();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String channels =
                found.stream()
                        .flatMap(it -> misfits(it.layer()).stream())
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "));
        String precisions =
                found.stream()
                        .map(it -> it.layer().precision())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", "));
        return Optional.of(
                Lints.finding(
                        "channels",
                        "%d convolutions in %s have %s channels, which tensor cores take filled up to groups"
                                .formatted(found.size(), precisions, channels),
                        "Make channels multiples of 8 (FP16, BF16), 16 (FP8) or 32 (INT8), for example by padding the weights with zero channels",
                        found));
    }

    private static List<Long> misfits(EngineLayer layer) {
        Integer group = GROUPS.get(layer.precision());
        Optional<Filter> filter = layer.filter();
        if (group == null || filter.isEmpty() || filter.get().depthwise()) {
            return List.of();
        }
        return Stream.concat(layer.inputs().stream().limit(1), layer.outputs().stream().limit(1))
                .filter(it -> it.shape().rank() > CHANNEL)
                .map(it -> it.shape().dim(CHANNEL) / Math.max(1, filter.get().groups()))
                .filter(it -> it > FEW_CHANNELS && it % group != 0)
                .distinct()
                .toList();
    }

    static Optional<Finding> rows(Breakdown engine) {
        List<LayerCost> found =
                engine.layers().stream()
                        .filter(it -> it.layer().filter().isPresent())
                        .filter(it ->
                                it.layer().inputs().stream()
                                        .limit(1)
                                        .anyMatch(AlignmentRule::crooked))
                        .toList();
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        Lints.finding(
                                "rows",
                                "%d convolutions read rows of %s elements that are no multiple of 16 bytes"
                                        .formatted(
                                                found.size(),
                                                found.stream()
                                                        .map(it ->
                                                                it.layer()
                                                                        .inputs()
                                                                        .getFirst()
                                                                        .shape()
                                                                        .dim(WIDTH))
                                                        .distinct()
                                                        .map(String::valueOf)
                                                        .collect(Collectors.joining(", "))),
                                "Pad images so that their width is a multiple of 8 (16-bit types) or 16 (8-bit types), and crop the output",
                                found));
    }

    private static boolean crooked(LayerTensor tensor) {
        boolean linear = tensor.format().toLowerCase(Locale.ROOT).contains("row major linear");
        if (!linear || tensor.shape().rank() != IMAGE_RANK || tensor.type().isEmpty()) {
            return false;
        }
        int bytes = tensor.type().get().bytes();
        long width = tensor.shape().dim(WIDTH);
        return bytes <= 2 && width >= SHORT_ROW && width * bytes % LOAD_BYTES != 0;
    }
}
