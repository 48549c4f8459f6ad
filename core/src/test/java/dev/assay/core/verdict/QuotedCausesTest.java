package dev.assay.core.verdict;

import static dev.assay.core.run.RunFixtures.CASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.run.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Layers are made up; the form is TensorRT's.
class QuotedCausesTest {
    @TempDir Path folder;

    private RunDirectory run = new RunDirectory(Path.of("unset"));

    @BeforeEach
    void openRun() {
        run = new RunDirectory(folder.resolve("run-2"));
        layers(run, "sm90_b");
    }

    @Test
    void quotesWhatChangedInTheEngineBesideAChangedSpeed() {
        layers(new RunDirectory(folder.resolve("run-1")), "sm80_a");

        assertThat(quoted(0.05, 0.07))
                .isEqualTo("slower; in the engine, 1 layer differs: 1 other kernel in conv");
    }

    @Test
    void quotesNothingWhereTheIntervalHoldsNoChange() {
        layers(new RunDirectory(folder.resolve("run-1")), "sm80_a");

        assertThat(quoted(-0.01, 0.07)).isEqualTo("slower");
    }

    @Test
    void quotesNothingWhereTheAcceptedRunIsGone() {
        assertThat(quoted(0.05, 0.07)).isEqualTo("slower");
    }

    @Test
    void quotesWhatTheOtherSubjectsEngineDoesOtherwise() {
        RunDirectory reference = new RunDirectory(folder.resolve("run-2/reference"));
        layers(reference, "sm80_a");

        SpeedVerdict quoted =
                speed(QuotedCauses.against(reference, run), row(slower(0.05, 0.07).seeing(0.004)));

        assertThat(quoted.detail())
                .endsWith("; in the engine, 1 layer differs: 1 other kernel in conv");
        assertThat(quoted.smallestVisible()).contains(0.004);
    }

    private String quoted(double low, double high) {
        return speed(
                        QuotedCauses.of(run, List.of(VerdictFixtures.baseline(CASE, 0.01, 0.01))),
                        row(slower(low, high)))
                .detail();
    }

    private static SpeedVerdict speed(QuotedCauses causes, VerdictRow row) {
        return causes.quotedIn(List.of(row)).getFirst().speed().orElseThrow();
    }

    private static SpeedVerdict slower(double low, double high) {
        return new SpeedVerdict(
                Verdict.INCONCLUSIVE,
                StoredBaseline.SUSPECT,
                "slower",
                OptionalDouble.of(0.06),
                OptionalDouble.of(low),
                OptionalDouble.of(high));
    }

    private static VerdictRow row(SpeedVerdict speed) {
        return new VerdictRow(
                VerdictRow.SCHEMA,
                CASE,
                VerdictRow.CaseState.MEASURED,
                "",
                AccuracyStanding.PASSED,
                List.of(),
                Optional.of(speed));
    }

    private static void layers(RunDirectory of, String tactic) {
        AtomicFile.write(
                of.root().resolve("layers/" + CASE + ".json"),
                """
                {"Layers": [{"Name": "conv", "LayerType": "CaskConvolution",
                 "Inputs": [{"Name": "x", "Dimensions": [1,8,4,4], "Format/Datatype": "Row major linear FP32"}],
                 "Outputs": [{"Name": "y", "Dimensions": [1,8,4,4], "Format/Datatype": "Row major linear FP32"}],
                 "ParameterType": "Convolution", "Kernel": [3,3], "OutMaps": 8, "Groups": 1,
                 "TacticName": "%s", "Metadata": ""}], "Bindings": ["x", "y"]}
                """
                        .formatted(tactic));
    }
}
