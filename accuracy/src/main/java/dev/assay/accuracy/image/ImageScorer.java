package dev.assay.accuracy.image;

import dev.assay.core.AssayException;
import dev.assay.core.run.TaskScore;
import dev.assay.core.suite.ImageMetric;
import dev.assay.core.suite.Tolerance;
import dev.assay.core.tensor.TensorData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Scores image outputs by all metrics that a suite asks for.
public final class ImageScorer {
    private static final int IMAGE_RANK = 4;

    private final List<ImageMetric> metrics;
    private final Tolerance tolerance;

    public ImageScorer(List<ImageMetric> metrics, Tolerance tolerance) {
        this.metrics = List.copyOf(metrics);
        this.tolerance = tolerance;
    }

    /// An output with what it is scored against.
    ///
    /// @param output of the engine, `[samples, C, H, W]`
    /// @param rows which input row each sample belongs to; a row may have several
    /// @param reference the stored PyTorch output, `[N, C, H, W]` for the N input rows
    /// @param truth the ground truth, likewise; without one the reference is the target
    public record Scored(
            TensorData output,
            List<Integer> rows,
            TensorData reference,
            Optional<TensorData> truth) {
        public Scored {
            rows = List.copyOf(rows);
        }

        TensorData target() {
            return truth.orElse(reference);
        }
    }

    /// Whether the output is scored at all.
    public boolean asksFor(TensorData output) {
        return !of(output).isEmpty();
    }

    /// @throws AssayException if the ground truth has another shape, or images are too small
    public List<TaskScore> score(Scored scored) {
        List<ImageMetric> asked = of(scored.output());
        if (asked.isEmpty()) {
            return List.of();
        }
        if (!scored.target().shape().row().equals(scored.output().shape().row())) {
            throw AssayException.data(
                    "Output '%s' has rows of %s, its ground truth has %s"
                            .formatted(
                                    scored.output().name(),
                                    scored.output().shape().row(),
                                    scored.target().shape().row()));
        }
        List<ScoreSheet> sheets =
                asked.stream().map(it -> new ScoreSheet(it, scored, tolerance)).toList();
        for (int sample = 0; sample < scored.rows().size(); sample++) {
            int row = scored.rows().get(sample);
            Picture image = Picture.of(scored.output().row(sample));
            Picture target = Picture.of(scored.target().row(row));
            sheets.forEach(it -> it.add(row, ImageMetrics.score(it.metric(), image, target)));
        }
        if (scored.truth().isPresent()) {
            for (int row : scored.rows().stream().distinct().sorted().toList()) {
                Picture image = Picture.of(scored.reference().row(row));
                Picture target = Picture.of(scored.target().row(row));
                sheets.forEach(
                        it -> it.addReference(ImageMetrics.score(it.metric(), image, target)));
            }
        }
        return sheets.stream().map(ScoreSheet::sum).toList();
    }

    /// Names the metrics that no output answers to: a typing error would pass unnoticed.
    ///
    /// @throws AssayException if there is one
    public void requireOutputs(List<TensorData> outputs) {
        List<String> names = new ArrayList<>();
        outputs.forEach(it -> names.add(it.name() + " " + it.shape()));
        for (ImageMetric metric : metrics) {
            if (outputs.stream().noneMatch(output -> applies(metric, output))) {
                throw AssayException.data(
                        "The suite asks for %s of %s, but no output [N, C, H, W] is that: %s"
                                .formatted(
                                        metric.kind().key(),
                                        metric.output()
                                                .map(it -> "output '" + it + "'")
                                                .orElse("the images"),
                                        names));
            }
        }
    }

    private List<ImageMetric> of(TensorData output) {
        return metrics.stream().filter(metric -> applies(metric, output)).toList();
    }

    private static boolean applies(ImageMetric metric, TensorData output) {
        return output.shape().rank() == IMAGE_RANK
                && metric.output().map(output.name()::equals).orElse(true);
    }
}
