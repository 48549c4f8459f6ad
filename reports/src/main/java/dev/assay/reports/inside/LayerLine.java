package dev.assay.reports.inside;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.breakdown.LayerCost;
import dev.assay.core.kernels.KernelTime;
import dev.assay.core.layers.EngineLayer;
import dev.assay.core.speed.SpeedOfLight;
import dev.assay.reports.text.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// A row of the table of layers.
///
/// @param words what the filter looks into
/// @param bar the layer's time over that of the longest one
/// @param cells the numbers, with the values that they are sorted by
/// @param kernels the layer's own
public record LayerLine(
        int index,
        String name,
        String type,
        String precision,
        String shape,
        String words,
        double bar,
        List<Cell> cells,
        String kernels) {
    public LayerLine {
        cells = List.copyOf(cells);
    }

    /// @param sort the number itself; empty sorts last
    public record Cell(String text, String sort) {
        static Cell of(OptionalDouble value, double scale, int decimals) {
            return value.isPresent()
                    ? new Cell(
                            Numbers.fixed(value.getAsDouble() * scale, decimals),
                            String.format(Locale.ROOT, "%.6e", value.getAsDouble()))
                    : new Cell(Numbers.ABSENT, "");
        }
    }

    static List<String> headings() {
        return List.of(
                "Time, µs", "Share, %", "GFLOP", "MB", "FLOP/B", "TFLOP/s", "GB/s", "Light, %");
    }

    /// @param longest time of any layer
    static LayerLine of(LayerCost cost, Breakdown engine, double longest) {
        EngineLayer layer = cost.layer();
        double sum = engine.sumSeconds();
        double share = sum == 0 ? 0 : cost.seconds().orElse(0) / sum;
        OptionalDouble shown =
                cost.seconds().isPresent() ? OptionalDouble.of(share) : OptionalDouble.empty();
        String precision = layer.role().moves() ? "moves" : layer.precision();
        String shape =
                layer.outputs().isEmpty() ? "" : layer.outputs().getFirst().shape().toString();
        String kernels =
                cost.kernels().stream()
                        .map(KernelTime::shortName)
                        .distinct()
                        .collect(Collectors.joining(", "));
        return new LayerLine(
                layer.index(),
                layer.name(),
                (layer.foreign() ? "Myelin " : "") + layer.type(),
                precision,
                shape,
                String.join(
                                " ",
                                layer.name(),
                                layer.type(),
                                precision,
                                shape,
                                layer.foreign() ? "myelin" : "",
                                cost.bound() == SpeedOfLight.Bound.MEMORY ? "memory" : "arithmetic",
                                layer.tactic(),
                                kernels)
                        .toLowerCase(Locale.ROOT),
                longest == 0 ? 0 : cost.seconds().orElse(0) / longest,
                List.of(
                        Cell.of(cost.seconds(), 1e6, 2),
                        Cell.of(shown, 100, 2),
                        Cell.of(cost.work().flop(), 1e-9, 3),
                        Cell.of(cost.work().bytes(), 1e-6, 2),
                        Cell.of(cost.work().intensity(), 1, 1),
                        Cell.of(cost.flopPerSecond(), 1e-12, 2),
                        Cell.of(cost.bytesPerSecond(), 1e-9, 0),
                        Cell.of(cost.lightShare(), 100, 1)),
                kernels.isEmpty() ? layer.tactic() : kernels);
    }
}
