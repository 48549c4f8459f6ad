package dev.assay.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.FloatFile;
import dev.assay.core.format.Json;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.run.CaseSummaries;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunFixtures;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.ErrorStatisticsJson;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.CaseExpander;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Suite;
import dev.assay.core.suite.SuiteFiles;
import dev.assay.core.suite.SuiteWriter;
import dev.assay.core.suite.Tolerance;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.Tensors;
import dev.assay.core.verdict.AccuracyStanding;
import dev.assay.core.verdict.RunJudge;
import dev.assay.core.verdict.SpeedVerdict;
import dev.assay.core.verdict.StoredBaseline;
import dev.assay.core.verdict.VerdictFixtures;
import dev.assay.core.verdict.VerdictRow;
import dev.assay.core.verdict.VerdictRow.CaseState;
import dev.assay.core.verdict.ab.DecisionPolicy;
import dev.assay.core.verdict.ab.DecisionRule;
import dev.assay.core.verdict.ab.Sides;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No text or file of Assay depends on the user's language: commas in numbers (German), dotless i
/// (Turkish), digits of another script (Arabic).
class LocaleTest {
    private final Locale before = Locale.getDefault();
    @TempDir Path folder;
    private List<String> expected = List.of();

    @BeforeEach
    void writeInTheRootLocale() throws IOException {
        Locale.setDefault(Locale.ROOT);
        expected = texts();
    }

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG-u-nu-arab"})
    void writesTheSameInEveryLanguage(String language) throws IOException {
        Locale.setDefault(Locale.forLanguageTag(language));

        assertThat(texts()).isEqualTo(expected);
    }

    private List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        texts.add(
                new Tolerance.Violation(ToleranceKey.REL_L2, OptionalDouble.of(0.031), 5e-6)
                        .describe());
        texts.add(
                new Tolerance.Violation(ToleranceKey.REL_L2, OptionalDouble.empty(), 5e-6)
                        .describe());
        texts.add(RunDirectory.samplesFile(RunFixtures.CASE, boundary(), 3));
        texts.add(RunDirectory.outputFile(RunFixtures.CASE, 1, 3));
        texts.add(suite());
        texts.add(verdicts());
        texts.add(decisions());
        texts.addAll(records());
        texts.addAll(refusals());
        return texts;
    }

    private String suite() throws IOException {
        Suite suite = SuiteFiles.read(folder, SuiteFiles.LARGEST);
        return SuiteWriter.write(suite) + new CaseExpander(EngineCatalog.standard()).expand(suite);
    }

    private static String verdicts() {
        VerdictRow wrong =
                VerdictFixtures.row(
                        RunFixtures.CASE,
                        CaseState.MEASURED,
                        AccuracyStanding.FAILED,
                        Optional.of(SpeedVerdict.invalid("ACCURACY", "relL2")));
        VerdictRow unsteady =
                VerdictFixtures.measured(
                        RunFixtures.CASE, Optional.of(SpeedVerdict.invalid("UNSTEADY", "drifts")));
        VerdictRow good = VerdictFixtures.measured(RunFixtures.CASE, Optional.empty());
        StoredBaseline baseline =
                new StoredBaseline(
                        List.of(VerdictFixtures.baseline(RunFixtures.CASE, 1, 1.01)),
                        VerdictFixtures.sessions(RunFixtures.CASE, 1, 1, 1.01, 1, 1, 1, 1, 1));
        return RunJudge.judge(List.of(wrong, unsteady), true, List.of()).toString()
                + RunJudge.judge(List.of(good), true, List.of())
                + baseline.compare(VerdictFixtures.summary(RunFixtures.CASE, List.of(), 1.2, 1.25));
    }

    private static String decisions() {
        List<Double> before = List.of(0.01, 0.0101, 0.0099, 0.01005, 0.00995);
        StringBuilder all = new StringBuilder();
        for (double factor : new double[] {1, 1.028, 1.055, 0.9}) {
            List<Double> after = before.stream().map(it -> it * factor).toList();
            Sides sides = new Sides(before, after, 0.03, 0.0125);
            all.append(new DecisionRule(DecisionPolicy.DEFAULTS).decide(sides));
        }
        return all.toString();
    }

    private List<String> records() {
        RunDirectory run = new RunDirectory(folder.resolve(Locale.getDefault().toLanguageTag()));
        RunFixtures.measure(run, RunFixtures.CASE, 0, List.of("drifts"), 0.5f, 1.25f);
        run.writeEnvironment(RunFixtures.HOST);
        TensorPairs pairs = TensorPairs.of(Tensors.float32(1, 2.5f), Tensors.float32(1, 2));
        return List.of(
                Json.compact().writeValueAsString(run.measurements()),
                String.valueOf(CaseSummaries.of(run)),
                run.environment().orElseThrow().id().sha256(),
                ErrorStatisticsJson.of(ErrorCalculator.calculate(pairs)).toString());
    }

    private List<String> refusals() throws IOException {
        Path floats = folder.resolve("a.f32");
        FloatFile.write(floats, new float[] {1, 2});
        Path tensors = folder.resolve("a.safetensors");
        TensorData tensor = Tensors.float32("x", Shape.of(2), 1, 2);
        SafetensorsFile.write(tensors, List.of(tensor));
        byte[] whole = Files.readAllBytes(tensors);
        Path torn =
                Files.write(
                        folder.resolve("torn.safetensors"), Arrays.copyOf(whole, whole.length - 1));
        try (Arena arena = Arena.ofConfined()) {
            return List.of(
                    refusal(() -> FloatFile.map(floats, Shape.of(12), arena)),
                    refusal(() -> SafetensorsFile.read(torn, arena)),
                    refusal(() -> SuiteFiles.read(folder, "name: I\nbatches: [0, 70000]\n")));
        }
    }

    private static String refusal(ThrowingCallable call) {
        return String.valueOf(Assertions.catchThrowable(call).getMessage());
    }

    private static MeasurementBoundary boundary() {
        return MeasurementBoundary.HOST_END_TO_END;
    }
}
