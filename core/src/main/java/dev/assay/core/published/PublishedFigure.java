package dev.assay.core.published;

import static java.util.Objects.requireNonNull;

import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.suite.CaseId;
import java.util.Locale;
import java.util.Optional;

/// One number that somebody published, with what is known to be wrong with it.
///
/// @param model id as in suites; empty where no suite has the model
/// @param publishedAs what the publication calls the model
/// @param variant what it calls this column or row of its table
/// @param engine id of the engine that is built likewise; empty where there is none
/// @param steps as in case ids: `base`, or what was changed
/// @param precision as published, e.g. `FP16`
/// @param shape of one row, e.g. `3x512x482`, or in words
/// @param metric for example `latency` or `abs_err_mean`
/// @param unit of the value, e.g. `ms`
/// @param boundary with the same meaning as the published time; absent where none has it
/// @param machine and software that it was measured on
/// @param source file of a public repository, or slides
/// @param flaw what to know before believing it; empty where nothing is known
public record PublishedFigure(
        String model,
        String publishedAs,
        String variant,
        String engine,
        String steps,
        String precision,
        String batch,
        String shape,
        String metric,
        double value,
        String unit,
        Optional<MeasurementBoundary> boundary,
        String machine,
        String source,
        String flaw) {
    /// The metric of times of one query.
    public static final String LATENCY = "latency";

    private static final double MILLIS = 1e-3;

    public PublishedFigure {
        requireNonNull(boundary, "boundary is null");
    }

    /// Whether it is a time of this very case: model, engine, precision, batch, shape and steps are
    /// the same and the time means what one of ours means.
    public boolean isTimeOf(CaseId id) {
        return metric.equals(LATENCY)
                && unit.equals("ms")
                && boundary.isPresent()
                && model.equals(id.model())
                && engine.equals(id.engine())
                && steps.equals(id.steps())
                && precision.toLowerCase(Locale.ROOT).equals(id.precision())
                && batch.equals(Integer.toString(id.batch()))
                && shape.equals(id.dims())
                && id.workload().equals(LATENCY);
    }

    /// A time in seconds.
    public double seconds() {
        return value * MILLIS;
    }
}
