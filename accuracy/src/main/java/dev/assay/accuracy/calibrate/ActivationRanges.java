package dev.assay.accuracy.calibrate;

import dev.assay.core.AssayException;
import dev.assay.core.calibration.CalibrationRows;
import dev.assay.core.tensor.TensorData;
import dev.assay.onnx.quantize.CalibrationModel;
import dev.assay.onnx.quantize.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Runs a model on its calibration rows and looks at its activations.
///
/// So many activations at a time that they fit into {@link #MOST_BYTES}, whatever the engine keeps
/// of them: the model runs once for each group and row.
final class ActivationRanges {
    private static final long MOST_BYTES = 1L << 30;

    private final CalibrationJob job;
    private final CalibrationModel model;
    private final CalibrationRows rows;
    private final long mostBytes;
    private final Map<String, Long> sizes = new LinkedHashMap<>();
    private String library = "";

    ActivationRanges(CalibrationJob job, CalibrationModel model, CalibrationRows rows) {
        this(job, model, rows, MOST_BYTES);
    }

    ActivationRanges(
            CalibrationJob job, CalibrationModel model, CalibrationRows rows, long mostBytes) {
        this.job = job;
        this.model = model;
        this.rows = rows;
        this.mostBytes = mostBytes;
    }

    /// What computed the activations.
    String library() {
        return library;
    }

    /// max |x| of every activation over all rows.
    ///
    /// @throws AssayException of kind `DATA` if an activation is not finite
    Map<String, Double> largest() {
        measureSizes();
        Map<String, Double> largest = new LinkedHashMap<>();
        for (List<String> group : groups()) {
            probe(
                    group,
                    Probe.LARGEST_MAGNITUDE,
                    false,
                    (name, tensor) -> largest.merge(name, finite(name, tensor.get(0)), Math::max));
        }
        return largest;
    }

    /// Where to clip, by {@link EntropyRange}.
    ///
    /// @param largest magnitudes
    Map<String, Double> entropy(Map<String, Double> largest) {
        Map<String, Double> ranges = new LinkedHashMap<>();
        for (List<String> group : groups()) {
            Map<String, EntropyRange> histograms = new LinkedHashMap<>();
            for (String name : group) {
                double top = Objects.requireNonNull(largest.get(name));
                if (top > 0) {
                    histograms.put(name, new EntropyRange(top));
                }
            }
            if (!histograms.isEmpty()) {
                probe(
                        List.copyOf(histograms.keySet()),
                        Probe.VALUES,
                        false,
                        (name, tensor) -> Objects.requireNonNull(histograms.get(name)).add(tensor));
            }
            group.forEach(name -> {
                EntropyRange histogram = histograms.get(name);
                ranges.put(name, histogram == null ? 0 : histogram.range());
            });
        }
        return ranges;
    }

    private static double finite(String name, double magnitude) {
        if (!Double.isFinite(magnitude)) {
            throw AssayException.data(
                    "Activation '"
                            + name
                            + "' is not finite for a calibration row: no range holds that");
        }
        return magnitude;
    }

    private void measureSizes() {
        probe(
                model.activations(),
                Probe.SIZE,
                true,
                (name, tensor) -> sizes.put(name, Float.BYTES * (long) tensor.get(0)));
    }

    private List<List<String>> groups() {
        List<List<String>> groups = new ArrayList<>();
        List<String> group = new ArrayList<>();
        long bytes = 0;
        for (String name : model.activations()) {
            long size = sizes.getOrDefault(name, 0L);
            if (!group.isEmpty() && bytes + size > mostBytes) {
                groups.add(List.copyOf(group));
                group.clear();
                bytes = 0;
            }
            group.add(name);
            bytes += size;
        }
        groups.add(List.copyOf(group));
        return groups;
    }

    private void probe(
            List<String> activations,
            Probe probe,
            boolean firstOnly,
            BiConsumer<String, TensorData> take) {
        Path file = job.folder().resolve("probed.onnx");
        Map<String, String> outputs = model.writeProbed(file, activations, probe);
        try (ProbedEngine engine = new ProbedEngine(job, file, rows)) {
            library = engine.library();
            Consumer<Map<String, TensorData>> each =
                    made ->
                            outputs.forEach((activation, output) ->
                                    take.accept(
                                            activation, Objects.requireNonNull(made.get(output))));
            if (firstOnly) {
                engine.runFirst(each);
            } else {
                engine.runAll(each);
            }
        } finally {
            delete(file);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The folder is emptied with the job.
        }
    }
}
