package dev.assay.reports.accuracy;

import dev.assay.core.run.SampleImage;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.text.Numbers;
import java.util.List;

/// One row of an image output as the page shows it: three pictures and a scale.
///
/// @param scale the colours of the error map, as a data URI
public record Sample(CaseRow row, SampleImage image, List<Frame> frames, String scale) {
    /// Pictures on the page are at least this wide, so that small outputs can be seen.
    private static final int WIDTH = 192;

    /// @param uri of the picture itself
    public record Frame(String name, String alternative, String uri) {}

    public Sample {
        frames = List.copyOf(frames);
    }

    /// For example `onnxruntime-cpu fp32 · batch 1 · 'output', row 1: worst, RMSE 3.2e-7`.
    public String title() {
        return "%s · batch %s · '%s', row %s: %s, RMSE %s"
                .formatted(
                        row.variant().label(),
                        row.id().batch(),
                        image.output(),
                        image.row(),
                        image.role(),
                        Numbers.scientific(image.rmse()));
    }

    public String caption() {
        return "%s of %s×%s pixels, black %s to white %s."
                .formatted(
                        image.shown(),
                        image.width(),
                        image.height(),
                        Numbers.significant(image.pixels().low()),
                        Numbers.significant(image.pixels().high()));
    }

    /// The name of the error map's scale.
    public String scaleName() {
        return "|a − b|, the largest of all channels; logarithmic, magenta where not finite";
    }

    public String low() {
        return "≤ " + Numbers.limit(image.errors().low());
    }

    public String high() {
        return Numbers.limit(image.errors().high());
    }

    public int width() {
        return WIDTH;
    }

    public int height() {
        return Math.max(1, Math.round((float) WIDTH * image.height() / image.width()));
    }
}
