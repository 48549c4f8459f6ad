package dev.assay.cli;

import dev.assay.core.verdict.ab.DecisionPolicy;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options of the commands that measure two subjects.
final class ComparisonOptions {
    @Mixin private SessionOptions session = new SessionOptions();

    @Option(
            names = "--margin",
            paramLabel = "SHARE",
            description = "change up to which both count as equal; default: ${DEFAULT-VALUE}",
            defaultValue = "" + DecisionPolicy.DEFAULT_MARGIN)
    private double margin = DecisionPolicy.DEFAULT_MARGIN;

    double margin() {
        return margin;
    }

    long seed() {
        return session.seed();
    }

    Optional<Duration> budget() {
        return session.budget();
    }
}
