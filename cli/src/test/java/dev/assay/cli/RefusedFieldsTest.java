package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.device.DeviceFacts;
import dev.assay.core.device.DeviceSettings;
import dev.assay.core.run.Environment;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.Acceptance;
import dev.assay.core.verdict.BaselineRow;
import dev.assay.core.verdict.Baselines;
import dev.assay.core.verdict.CompareStage;
import dev.assay.core.verdict.Exit;
import dev.assay.core.verdict.RunVerdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every field that this version reads of a host, altered one by one.
class RefusedFieldsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir Path folder;

    @Test
    void refusesStoredSpeedsByTheNameOfAnyIdentityOrContextField() {
        Environment host =
                new EnvironmentProbe(
                                Path.of("/"),
                                Map.of(
                                        "JAVA_TOOL_OPTIONS",
                                        "-Xint",
                                        "ASSAY_CONTAINER",
                                        "sha256:0123"))
                        .probe(NOW, Optional.of(gpu()));
        accept(host);
        assertThat(decide(host, Set.of()).exitCode()).isEqualTo(Exit.CLEAN);
        assertThat(host.identity())
                .containsKeys("gpu.mig", "gpu.mps", "gpu.ecc", "gpu.clockPolicy");
        assertThat(host.context())
                .hasSizeGreaterThanOrEqualTo(9)
                .containsKeys("jvm.options", "container");

        for (String field : host.identity().keySet()) {
            Environment other =
                    new Environment(
                            altered(host.identity(), field), host.context(), host.informative());
            refuses(other, field);
        }
        for (String field : host.context().keySet()) {
            Environment other =
                    new Environment(
                            host.identity(), altered(host.context(), field), host.informative());
            refuses(other, field);
            assertThat(decide(other, Set.of(field)).exitCode())
                    .as("%s is what is compared", field)
                    .isEqualTo(Exit.CLEAN);
        }
        for (String field : host.informative().keySet()) {
            Environment other =
                    new Environment(
                            host.identity(), host.context(), altered(host.informative(), field));
            assertThat(decide(other, Set.of()).exitCode()).as(field).isEqualTo(Exit.CLEAN);
        }
    }

    private void refuses(Environment other, String field) {
        RunVerdict verdict = decide(other, Set.of());
        assertThat(verdict.exitCode()).as(field).isEqualTo(Exit.REFUSED);
        assertThat(verdict.notices())
                .as(field)
                .anyMatch(it -> it.contains(field + " is 'altered'"));
    }

    private RunVerdict decide(Environment environment, Set<String> subject) {
        RunDirectory run = new RunDirectory(folder.resolve("run"));
        run.writeEnvironment(environment);
        return new CompareStage(
                        run, new Baselines(folder.resolve("baselines")), "accept", subject, false)
                .decide(List.of());
    }

    private void accept(Environment environment) {
        BaselineRow row =
                new BaselineRow(
                        BaselineRow.SCHEMA,
                        new CaseId("toy/replay/fp32/b1/3x8x10/base/latency"),
                        MeasurementBoundary.HOST_END_TO_END,
                        "run-1",
                        List.of(0.01, 0.01),
                        "aa");
        new Baselines(folder.resolve("baselines"))
                .accept(
                        environment,
                        List.of(row),
                        new Acceptance(Acceptance.SCHEMA, NOW, "someone", "run-1", 1, "first"));
    }

    private static Map<String, String> altered(Map<String, String> fields, String field) {
        Map<String, String> altered = new TreeMap<>(fields);
        altered.put(field, "altered");
        return altered;
    }

    static DeviceFacts gpu() {
        return new DeviceFacts(
                0,
                "GPU-0",
                "Made-up 9000",
                "550.54.15",
                "12.4",
                "9.0",
                80L << 30,
                1980,
                new DeviceSettings(700, true, false, true, DeviceSettings.DEFAULT_CLOCKS),
                List.of());
    }
}
