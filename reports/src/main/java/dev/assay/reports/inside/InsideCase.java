package dev.assay.reports.inside;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.kernels.KernelProfile;
import dev.assay.reports.model.CaseRow;
import java.util.Locale;
import java.util.Optional;

/// One case with what is known of its engine's layers.
///
/// @param profile empty where the case was not profiled: then nothing has a time
public record InsideCase(CaseRow row, Breakdown breakdown, Optional<KernelProfile> profile) {
    /// The precision that was asked for: `FP16`.
    public String asked() {
        return row.id().precision().replaceAll("-.*", "").toUpperCase(Locale.ROOT);
    }

    /// Name of its page beside the report.
    public String file() {
        return "inside-" + row.id().text().replace('/', '.') + ".html";
    }

    /// Whether both have times, or neither.
    boolean comparable(InsideCase other) {
        return profile.isPresent() == other.profile().isPresent();
    }

    /// Everything but the precision and the batch's engine: what cases must share to be compared.
    String group() {
        return row.id().model()
                + "/"
                + row.id().engine()
                + "/"
                + row.id().batch()
                + "/"
                + row.id().dims()
                + "/"
                + row.id().steps()
                + "/"
                + row.id().workload();
    }
}
