package dev.assay.core.suite;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// A bound on an image score that a suite can set, for every score of that kind of a model.
///
/// A *loss* is how much worse an engine scores against the ground truth than the PyTorch reference
/// does: it needs `targets`.
public enum ScoreBound {
    MIN_PSNR("minPsnr", ImageMetricKind.PSNR, false),
    MAX_PSNR_LOSS("maxPsnrLoss", ImageMetricKind.PSNR, true),
    MIN_SSIM("minSsim", ImageMetricKind.SSIM, false),
    MAX_SSIM_LOSS("maxSsimLoss", ImageMetricKind.SSIM, true),
    MAX_MRAE("maxMrae", ImageMetricKind.MRAE, false),
    MAX_MRAE_LOSS("maxMraeLoss", ImageMetricKind.MRAE, true),
    MAX_RMSE("maxRmse", ImageMetricKind.RMSE, false),
    MAX_RMSE_LOSS("maxRmseLoss", ImageMetricKind.RMSE, true),
    MAX_SAM("maxSam", ImageMetricKind.SAM, false),
    MAX_SAM_LOSS("maxSamLoss", ImageMetricKind.SAM, true);

    private final String key;
    private final ImageMetricKind kind;
    private final boolean loss;

    ScoreBound(String key, ImageMetricKind kind, boolean loss) {
        this.key = key;
        this.kind = kind;
        this.loss = loss;
    }

    /// The name in suites and reports.
    public String key() {
        return key;
    }

    public ImageMetricKind kind() {
        return kind;
    }

    /// Whether it bounds the distance from the reference's own score.
    public boolean isLoss() {
        return loss;
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(ScoreBound::key).toList();
    }

    /// Whether a score keeps the bound; what is undefined never does.
    ///
    /// @param value the engine's score
    /// @param reference the reference's own score
    public boolean holds(OptionalDouble value, OptionalDouble reference, double limit) {
        OptionalDouble bounded = bounded(value, reference);
        if (bounded.isEmpty()) {
            return false;
        }
        return !loss && kind.higherIsBetter()
                ? bounded.getAsDouble() >= limit
                : bounded.getAsDouble() <= limit;
    }

    /// What is bounded: the score, or how much worse it is than the reference's.
    public OptionalDouble bounded(OptionalDouble value, OptionalDouble reference) {
        if (!loss || value.isEmpty()) {
            return value;
        }
        if (reference.isEmpty()) {
            return OptionalDouble.empty();
        }
        // Two infinite PSNRs are equal, though their difference is no number.
        if (value.getAsDouble() == reference.getAsDouble()) {
            return OptionalDouble.of(0);
        }
        double worse = reference.getAsDouble() - value.getAsDouble();
        return OptionalDouble.of(kind.higherIsBetter() ? worse : -worse);
    }
}
