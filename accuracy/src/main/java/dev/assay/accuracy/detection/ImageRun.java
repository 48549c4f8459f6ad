package dev.assay.accuracy.detection;

import dev.assay.accuracy.detection.decode.DecodeLog;
import dev.assay.accuracy.detection.decode.Detection;
import dev.assay.accuracy.detection.decode.ImageDetections;
import dev.assay.accuracy.detection.decode.OutputDecoder;
import dev.assay.accuracy.detection.image.ImageBatches;
import dev.assay.accuracy.detection.image.InputBatch;
import dev.assay.accuracy.detection.image.ListedImage;
import dev.assay.accuracy.detection.image.PlacedImage;
import dev.assay.accuracy.detection.image.Placement;
import dev.assay.core.AssayException;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All images of a task through an engine, batch by batch; keeps detections and hashes, no tensors.
final class ImageRun {
    private final DetectionJob job;
    private final OutputDecoder decoder;
    private final DecodeLog log = new DecodeLog();
    private final TreeMap<Long, List<Detection>> found = new TreeMap<>();
    private final TreeMap<Long, InputRow> inputs = new TreeMap<>();
    private final Map<Long, Placement> placements = new TreeMap<>();
    private final Map<String, Long> nonFinite = new LinkedHashMap<>();

    private ImageRun(DetectionJob job) {
        this.job = job;
        this.decoder = OutputDecoder.of(job.task().decoder());
    }

    static ImageRun run(DetectionJob job, List<ListedImage> images, Session session) {
        ImageRun run = new ImageRun(job);
        try (ImageBatches batches =
                new ImageBatches(images, job.task().preprocess(), job.input(), job.batch())) {
            while (batches.hasNext()) {
                try (InputBatch batch = batches.next();
                        Query query = session.bind(Map.of(job.input(), batch.tensor()))) {
                    query.run();
                    run.keep(batch, query.outputs());
                }
            }
        }
        return run;
    }

    private void keep(InputBatch batch, List<TensorData> outputs) {
        for (TensorData output : outputs) {
            if (output.shape().rank() == 0 || output.shape().dim(0) != job.batch()) {
                throw AssayException.data(
                        "Output '%s' has shape %s: its first extent is not the batch, %d"
                                .formatted(output.name(), output.shape(), job.batch()));
            }
        }
        for (int row = 0; row < batch.images().size(); row++) {
            PlacedImage placed = batch.images().get(row);
            long id = placed.image().id();
            for (TensorData output : outputs) {
                nonFinite.merge(output.name(), output.row(row).nonFinite(), Long::sum);
            }
            found.put(id, decoder.decode(outputs, row, placed.placement(), log));
            placements.put(id, placed.placement());
            inputs.put(
                    id,
                    new InputRow(
                            id,
                            placed.image().name(),
                            batch.tensor().shape().row(),
                            batch.sha256().get(row)));
        }
    }

    /// By rising image id.
    List<ImageDetections> detections() {
        return found.entrySet().stream()
                .map(it -> new ImageDetections(it.getKey(), it.getValue()))
                .toList();
    }

    List<InputRow> inputs() {
        return List.copyOf(inputs.values());
    }

    /// By image id.
    Map<Long, Placement> placements() {
        return placements;
    }

    List<String> warnings() {
        return log.warnings();
    }

    /// Outputs that are not finite, in words.
    List<String> violations() {
        List<String> violations = new ArrayList<>();
        nonFinite.forEach((name, count) -> {
            if (count > 0) {
                violations.add(
                        "%d values of output '%s' are NaN or infinite".formatted(count, name));
            }
        });
        return violations;
    }
}
