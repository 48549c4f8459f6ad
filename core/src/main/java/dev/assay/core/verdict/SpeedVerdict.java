package dev.assay.core.verdict;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.assay.core.format.Json;
import java.util.Optional;
import java.util.OptionalDouble;

/// A verdict with its reason and, where two numbers were compared, the interval.
///
/// @param reason a stable upper-case word such as `ACCURACY` or `SUSPECT`
/// @param detail the reason in a sentence
/// @param change median new over old, minus 1; positive is slower
/// @param low lower end of the 90 % interval of the change
/// @param high its upper end
/// @param smallestVisible slowdown that this comparison sees nine times in ten, e.g. 0.004; absent
///   where nothing is known of the noise
public record SpeedVerdict(
        Verdict verdict,
        String reason,
        String detail,
        OptionalDouble change,
        OptionalDouble low,
        OptionalDouble high,
        @JsonInclude(JsonInclude.Include.NON_ABSENT)
                @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE)
                Optional<Double> smallestVisible) {

    public SpeedVerdict(
            Verdict verdict,
            String reason,
            String detail,
            OptionalDouble change,
            OptionalDouble low,
            OptionalDouble high) {
        this(verdict, reason, detail, change, low, high, Optional.empty());
    }

    public static SpeedVerdict invalid(String reason, String detail) {
        return of(Verdict.INVALID, reason, detail);
    }

    /// A verdict for which no numbers were compared.
    public static SpeedVerdict of(Verdict verdict, String reason, String detail) {
        return new SpeedVerdict(
                verdict,
                reason,
                detail,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    /// The same numbers with another meaning.
    public SpeedVerdict as(Verdict other, String otherReason, String otherDetail) {
        return new SpeedVerdict(
                other, otherReason, otherDetail, change, low, high, smallestVisible);
    }

    public SpeedVerdict seeing(double slowdown) {
        return new SpeedVerdict(verdict, reason, detail, change, low, high, Optional.of(slowdown));
    }
}
