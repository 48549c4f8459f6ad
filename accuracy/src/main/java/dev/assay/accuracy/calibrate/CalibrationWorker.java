package dev.assay.accuracy.calibrate;

import dev.assay.core.calibration.CalibrationRows;
import dev.assay.core.process.Worker;
import dev.assay.onnx.quantize.CalibrationModel;
import dev.assay.onnx.quantize.QuantizationFile;
import dev.assay.onnx.quantize.RangeRule;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;

/// Finds ranges in a process of its own, which has the engine's class path.
public final class CalibrationWorker {
    private CalibrationWorker() {}

    public static void main(String[] args) throws IOException {
        Worker.main(args, CalibrationJob.class, CalibrationWorker::calibrate);
    }

    static CalibrationSummary calibrate(CalibrationJob job) {
        long start = System.nanoTime();
        CalibrationModel model = CalibrationModel.read(job.model(), job.scheme());
        try (Arena arena = Arena.ofShared()) {
            CalibrationRows rows =
                    job.scored().isPresent()
                            ? CalibrationRows.read(job.calibration(), job.scored().get(), arena)
                            : CalibrationRows.read(job.calibration(), arena);
            ActivationRanges activations = new ActivationRanges(job, model, rows);
            Map<String, Double> largest = activations.largest();
            Map<String, Double> ranges =
                    job.rule() == RangeRule.ENTROPY ? activations.entropy(largest) : largest;
            QuantizationFile file =
                    model.file(
                            job.rule(),
                            ranges,
                            QuantizationFile.Calibration.of(job.calibration(), rows),
                            job.madeBy() + ", " + activations.library());
            file.write(job.out());
            List<String> unused =
                    model.activations().stream()
                            .filter(it -> !file.ranges().containsKey(it))
                            .toList();
            return new CalibrationSummary(
                    model.operators(file),
                    model.activations().size(),
                    unused,
                    rows.count(),
                    (System.nanoTime() - start) / 1e9);
        }
    }
}
