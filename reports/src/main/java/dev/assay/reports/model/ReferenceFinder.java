package dev.assay.reports.model;

import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.speedup.Comparability;
import dev.assay.core.speedup.SpeedUps;
import dev.assay.core.suite.Precision;
import dev.assay.reports.model.Reference.Kind;
import java.util.Optional;
import java.util.stream.Stream;

/// Chooses what a case is compared with: PyTorch where the section has it at the same boundary on
/// the same kind of device, else the case's own engine in FP32. A ratio never crosses a boundary,
/// nor mixes conditions.
final class ReferenceFinder {
    private static final String FP32 = Precision.FP32.slug();

    private final Section section;

    ReferenceFinder(Section section) {
        this.section = section;
    }

    Reference find(CaseRow row, MeasurementBoundary boundary) {
        if (row.speedAt(boundary).isEmpty()) {
            return new Reference.None("the case has no valid time at " + boundary);
        }
        Optional<String> engine =
                SpeedUps.PYTORCH.stream().filter(it -> isMeasured(it, boundary, row)).findFirst();
        return engine.isPresent()
                ? compared(row, boundary, Kind.PYTORCH, engine.get(), sameOrFp32(row, engine.get()))
                : compared(row, boundary, Kind.OWN_FP32, row.id().engine(), ownFp32(row));
    }

    private boolean isMeasured(String engine, MeasurementBoundary boundary, CaseRow row) {
        return section.rows().stream()
                .filter(it -> it.id().engine().equals(engine))
                .filter(it -> it.speedAt(boundary).isPresent())
                .anyMatch(it -> Comparability.sameKindOfDevice(row.side(), it.side()));
    }

    private static Reference compared(
            CaseRow row,
            MeasurementBoundary boundary,
            Kind kind,
            String engine,
            Stream<CaseRow> candidates) {
        Optional<CaseRow> base =
                candidates.filter(it -> it.speedAt(boundary).isPresent()).findFirst();
        return base.map(it -> allowed(row, boundary, kind, it))
                .orElseGet(() ->
                        new Reference.None(
                                "%s%s has no valid time at %s, batch %s"
                                        .formatted(
                                                engine,
                                                kind == Kind.OWN_FP32 ? " in FP32" : "",
                                                boundary,
                                                row.id().batch())));
    }

    /// Unless nobody knows whether one of the two is right, or they ran under conditions that
    /// cannot be compared.
    private static Reference allowed(
            CaseRow row, MeasurementBoundary boundary, Kind kind, CaseRow base) {
        return Comparability.refusal(row.side(), base.side())
                .<Reference>map(Reference.None::new)
                .orElseGet(() ->
                        new Reference.Found(
                                kind,
                                base,
                                row.speedAt(boundary).orElseThrow(),
                                base.speedAt(boundary).orElseThrow()));
    }

    /// Of the same precision where the reference has it, else FP32.
    private Stream<CaseRow> sameOrFp32(CaseRow row, String engine) {
        return Stream.concat(
                atBatch(row, engine).filter(it -> precision(it).equals(precision(row))),
                atBatch(row, engine).filter(it -> precision(it).startsWith(FP32)));
    }

    /// Typed likewise where there is such a case.
    private Stream<CaseRow> ownFp32(CaseRow row) {
        String typing = precision(row).replaceFirst("^[^-]*", "");
        return Stream.concat(
                atBatch(row, row.id().engine()).filter(it -> precision(it).equals(FP32 + typing)),
                atBatch(row, row.id().engine()).filter(it -> precision(it).startsWith(FP32)));
    }

    private Stream<CaseRow> atBatch(CaseRow row, String engine) {
        return section.rows().stream()
                .filter(it -> it.id().engine().equals(engine))
                .filter(it -> it.id().batch() == row.id().batch())
                .filter(it -> it.id().steps().equals("base"));
    }

    private static String precision(CaseRow row) {
        return row.id().precision();
    }
}
