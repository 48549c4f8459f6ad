package dev.assay.reports.ci;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.AccuracyStanding;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.VerdictRow;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.RowState;
import dev.assay.reports.text.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What is said of one case outside of the page, whichever comparison it comes from: the one place
/// that the formats of this package know verdicts from.
///
/// @param reason the reason in a sentence; empty where there is nothing to say
/// @param code the reason as a stable word such as `SLOWER`; empty where nothing was compared
/// @param details everything that is wrong with the case, worst first
/// @param effect absent where no two speeds were compared
/// @param speed absent where the case has none
/// @param measuredSeconds that its queries took together
public record CiCase(
        CaseId id,
        RowState state,
        AccuracyStanding outputs,
        String reason,
        String code,
        List<String> details,
        Optional<Effect> effect,
        Optional<Speed> speed,
        double measuredSeconds) {
    public CiCase {
        details = List.copyOf(details);
    }

    /// A change of speed, new over old minus 1: positive is slower.
    ///
    /// @param low of the interval that the verdict rests on
    /// @param detectable the smallest change that the case can see, where that is known
    public record Effect(
            double change, OptionalDouble low, OptionalDouble high, OptionalDouble detectable) {
        /// For example `+5.2 % (+4.1 % to +6.3 %)`.
        public String text() {
            return low.isEmpty() || high.isEmpty()
                    ? Numbers.change(change)
                    : "%s (%s to %s)"
                            .formatted(
                                    Numbers.change(change),
                                    Numbers.change(low.getAsDouble()),
                                    Numbers.change(high.getAsDouble()));
        }
    }

    /// The speed at the boundary of headlines.
    public record Speed(double medianSeconds, MeasurementBoundary boundary, int forks) {
        private static Speed of(CaseSummary summary) {
            return new Speed(
                    summary.medianSeconds(),
                    summary.boundary(),
                    summary.forkMedianSeconds().size());
        }
    }

    static CiCase of(CaseRow row) {
        Optional<SpeedVerdict> compared = row.verdict().flatMap(VerdictRow::speed);
        return new CiCase(
                row.id(),
                row.state(),
                row.standing(),
                row.reason(),
                compared.map(SpeedVerdict::reason).orElse(""),
                details(row),
                compared.flatMap(CiCase::effect),
                row.speed().map(Speed::of),
                row.forks().stream()
                        .map(fork -> fork.measurement().primary().samples())
                        .mapToDouble(samples -> samples.meanSeconds() * samples.count())
                        .sum());
    }

    /// The word and the reason, as a message of one line.
    public String message() {
        return reason.isBlank() ? state.word() : state.word() + ": " + reason;
    }

    private static Optional<Effect> effect(SpeedVerdict speed) {
        return speed.change().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Effect(
                                speed.change().getAsDouble(),
                                speed.low(),
                                speed.high(),
                                speed.smallestVisible()
                                        .map(OptionalDouble::of)
                                        .orElseGet(OptionalDouble::empty)));
    }

    private static List<String> details(CaseRow row) {
        return row.standing() == AccuracyStanding.FAILED
                ? row.verdict().map(VerdictRow::accuracyDetail).orElse(List.of())
                : row.failures();
    }
}
