package dev.assay.core.trace;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.stats.Distribution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/// The file that trtexec writes with `--exportProfile`: how long each layer took.
///
/// @param count queries that were profiled
/// @param layers in the order they run
public record TrtexecProfile(long count, List<Layer> layers) {
    public TrtexecProfile {
        layers = List.copyOf(layers);
    }

    /// @param timeMs of all queries
    /// @param percentage of the time of all layers
    public record Layer(
            String name, double timeMs, double averageMs, double medianMs, double percentage) {
        boolean plausible() {
            return timeMs >= 0 && averageMs >= 0 && medianMs >= 0 && percentage <= 100.1;
        }
    }

    /// Times of one layer as a profiler reported them.
    ///
    /// @param millis one a query
    public record LayerTimes(String name, List<Float> millis) {
        public LayerTimes {
            millis = List.copyOf(millis);
        }

        private double total() {
            return millis.stream().mapToDouble(Float::doubleValue).sum();
        }

        private Layer of(double all) {
            double[] times = millis.stream().mapToDouble(Float::doubleValue).toArray();
            double median = Distribution.quantiles(times).evaluate(50);
            double total = total();
            return new Layer(
                    name, total, total / times.length, median, all == 0 ? 0 : total / all * 100);
        }
    }

    /// @param layers in the order they run, each with at least one time
    public static TrtexecProfile of(long count, List<LayerTimes> layers) {
        double all = layers.stream().mapToDouble(LayerTimes::total).sum();
        return new TrtexecProfile(count, layers.stream().map(layer -> layer.of(all)).toList());
    }

    /// @throws AssayException if the file cannot be written
    public void write(Path file) {
        StringJoiner rows = new StringJoiner("\n, ", "[\n  ", "\n]\n");
        rows.add(Json.compact().writeValueAsString(Map.of("count", count)));
        layers.forEach(layer -> rows.add(Json.compact().writeValueAsString(layer)));
        AtomicFile.write(file, rows.toString());
    }

    /// Whether a file begins as trtexec's profiles do; its files of times do not.
    public static boolean isProfile(Path file) {
        List<JsonNode> rows = TrtexecFile.read(file, JsonNode[].class);
        return rows.getFirst().has("count");
    }

    /// @throws AssayException if the file cannot be read or is damaged
    public static TrtexecProfile read(Path file) {
        List<JsonNode> rows = TrtexecFile.read(file, JsonNode[].class);
        JsonNode count = rows.getFirst().path("count");
        if (!count.isIntegralNumber() || count.longValue() < 1) {
            throw AssayException.data(
                    file + " is not a profile of trtexec: it does not begin with a \"count\"");
        }
        List<Layer> layers = new ArrayList<>();
        for (JsonNode row : rows.subList(1, rows.size())) {
            Layer layer = TrtexecFile.convert(file, row, Layer.class);
            if (!layer.plausible()) {
                throw AssayException.data(
                        file + ": layer '" + layer.name() + "' has impossible times");
            }
            layers.add(layer);
        }
        return new TrtexecProfile(count.longValue(), layers);
    }
}
