package dev.assay.core.verdict;

import java.util.OptionalDouble;

/// A verdict with its reason and, where two numbers were compared, the interval.
///
/// @param reason a stable upper-case word such as `ACCURACY` or `SUSPECT`
/// @param detail the reason in a sentence
/// @param change median new over old, minus 1; positive is slower
/// @param low lower end of the 90 % interval of the change
/// @param high its upper end
public record SpeedVerdict(
        Verdict verdict,
        String reason,
        String detail,
        OptionalDouble change,
        OptionalDouble low,
        OptionalDouble high) {

    public static SpeedVerdict invalid(String reason, String detail) {
        return new SpeedVerdict(
                Verdict.INVALID,
                reason,
                detail,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }
}
