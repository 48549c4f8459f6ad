package dev.assay.core.verdict.ab;

import java.util.Locale;
import java.util.OptionalInt;

/// Words a decision in a sentence.
final class DecisionText {
    private DecisionText() {}

    static String of(
            DecisionReason reason, Sides sides, Evidence evidence, Requirement requirement) {
        String margin = percent(sides.effectiveMargin());
        return switch (reason) {
            case SLOWER -> "%s slower %s".formatted(size(evidence), numbers(sides, evidence));
            case FASTER -> "%s faster %s".formatted(size(evidence), numbers(sides, evidence));
            case WITHIN_MARGIN -> "within ±%s %s".formatted(margin, numbers(sides, evidence));
            case FORKS -> "one fork has no spread: measure two a side at least";
            case PERMUTATION ->
                    "%s %s by Welch's test, but the exact permutation test gives %s%s"
                            .formatted(
                                    size(evidence),
                                    direction(evidence),
                                    p(evidence.permutationP().orElse(1)),
                                    plan(requirement));
            case MULTIPLICITY ->
                    "%s %s, %s alone but %s among all cases%s"
                            .formatted(
                                    size(evidence),
                                    direction(evidence),
                                    p(evidence.pValue()),
                                    p(evidence.adjustedP()),
                                    plan(requirement));
            case NEAR_MARGIN ->
                    "%s %s; whether by more than %s is open %s%s"
                            .formatted(
                                    size(evidence),
                                    direction(evidence),
                                    margin,
                                    numbers(sides, evidence),
                                    plan(requirement));
            case NOISE ->
                    "the forks vary too much to place the change within or beyond ±%s %s%s"
                            .formatted(margin, numbers(sides, evidence), plan(requirement));
        };
    }

    private static String numbers(Sides sides, Evidence evidence) {
        return String.format(
                Locale.ROOT,
                "(%.0f %% interval %s to %s; %d and %d forks; %s)",
                100 * evidence.interval().confidence(),
                signed(evidence.interval().low()),
                signed(evidence.interval().high()),
                sides.a().size(),
                sides.b().size(),
                p(evidence.adjustedP()));
    }

    private static String plan(Requirement requirement) {
        return "; %s a side would decide, were the change as estimated, %s were there none"
                .formatted(
                        forks(requirement.forksIfAsEstimated()),
                        forks(requirement.forksIfUnchanged()));
    }

    private static String forks(OptionalInt forks) {
        return forks.isPresent() ? forks.getAsInt() + " forks" : "more forks than can be run";
    }

    private static String direction(Evidence evidence) {
        return evidence.change() > 0 ? "slower" : "faster";
    }

    private static String size(Evidence evidence) {
        return percent(Math.abs(evidence.change()));
    }

    private static String signed(double change) {
        return String.format(Locale.ROOT, "%+.2f %%", 100 * change);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share).replaceAll("0+$|\\.0+$", "") + " %";
    }

    private static String p(double value) {
        return value < 1e-4 ? "p < 0.0001" : String.format(Locale.ROOT, "p = %.4f", value);
    }
}
