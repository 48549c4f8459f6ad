package dev.assay.cli;

import dev.assay.core.suite.Effort;
import dev.assay.engines.EngineRuntime;
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
    @Mixin private EngineOptions engines = new EngineOptions();

    Effort effort() {
        return effort;
    }

    EngineOptions engines() {
        return engines;
    }

    EngineRuntime runtime() {
        return engines.runtime(home(), stage.timeout());
    }

    AssayHome home() {
        return stage.home();
    }
}
