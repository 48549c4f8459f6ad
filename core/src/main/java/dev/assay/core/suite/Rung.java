package dev.assay.core.suite;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/// A set of steps that is measured together.
///
/// @param role why it is measured
/// @param step id of the step that it adds, leaves out or takes the ceiling of; empty of a baseline
/// @param steps in order, those of the ladder's base among them
public record Rung(Role role, String step, List<OptimizationStep> steps) {
    /// A case that no ladder asked for.
    public static final Rung PLAIN = new Rung(Role.BASELINE, "", List.of());

    public Rung {
        requireNonNull(role, "role is null");
        requireNonNull(step, "step is null");
        steps = List.copyOf(steps);
    }

    public enum Role {
        /// Without any step.
        BASELINE,
        /// All steps up to one.
        FORWARD,
        /// All steps but one.
        WITHOUT,
        /// All steps before one, and next to nothing in its place.
        CEILING
    }

    /// The segment of a case's id: `base`, or the steps' ids joined by `+`.
    public String slug() {
        return steps.isEmpty()
                ? "base"
                : steps.stream().map(OptimizationStep::id).collect(Collectors.joining("+"));
    }

    public boolean isCeiling() {
        return steps.stream().anyMatch(OptimizationStep::isCeiling);
    }

    public boolean needsPlugin() {
        return steps.stream().anyMatch(OptimizationStep::needsPlugin);
    }

    public List<GraphRewrite> rewrites() {
        return steps.stream().flatMap(it -> it.rewrites().stream()).toList();
    }

    /// The precision of the last step that has one.
    public Precision precision(Precision ofLadder) {
        return steps.stream()
                .flatMap(it -> it.precision().stream())
                .reduce((_, later) -> later)
                .orElse(ofLadder);
    }
}
