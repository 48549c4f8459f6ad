package dev.assay.cli;

import dev.assay.core.suite.Effort;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options of the commands that begin a run.
final class RunOptions {
    @Option(
            names = "--effort",
            paramLabel = "LEVEL",
            description = "trial, quick, nightly or release; default: ${DEFAULT-VALUE}",
            defaultValue = "quick")
    private Effort effort = Effort.QUICK;

    @Mixin private StageOptions stage = new StageOptions();

    Effort effort() {
        return effort;
    }

    Duration timeout() {
        return stage.timeout();
    }

    AssayHome home() {
        return stage.home();
    }
}
