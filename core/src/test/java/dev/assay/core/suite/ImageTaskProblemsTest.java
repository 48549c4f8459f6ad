package dev.assay.core.suite;

import static dev.assay.core.Failures.assertFails;

import dev.assay.core.ErrorKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What {@link SuiteReader} says of tasks and bounds with mistakes.
class ImageTaskProblemsTest {
    @TempDir Path folder;

    @Test
    void reportsEveryMistakeOfATaskAtOnceWithItsLine() {
        String task =
                """
                    task:
                      kind: image
                      band: -1
                      targets: nowhere.safetensors
                      metrics:
                        - psnr: { crop: 128, clamp: [1, 0], range: 1 }
                        - ssim: { range: 0, channel: x }
                        - mrae: { range: 1, zero-targets: skip }
                        - psrn
                        - { rmse: {}, sam: {} }
                        - psnr
                    tolerances:
                      FP32: { minPsnr: 30, maxSamLoss: 0.1, minPsnt: 1 }
                """;
        String[] problems = {
            "10: band is '-1'",
            "11: targets: there is no file",
            "13: clamp: [1.0, 0.0] is no range",
            "14: channel is 'x' (did you mean",
            "15: unknown key 'range' in the settings of mrae",
            "15: zero-targets is 'skip'",
            "16: unknown metric 'psrn' (did you mean 'psnr'?)",
            "17: a metric has one name",
            "18: psnr needs the range of the pixels",
            "20: unknown key 'minPsnt' in the tolerances of FP32 (did you mean 'minPsnr'?)",
            "20: maxSamLoss bounds a score that no model asks for",
        };

        var refused = refuses(task);
        for (String problem : problems) {
            refused.withMessageContaining("suite.yml:" + problem);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'psnr: { range: -1 }',range is -1.0",
        "'psnr: { range: many }',is no finite number",
        "'psnr: { range: 1, crop: 1.5 }',crop is '1.5'",
        "'psnr: { range: 1, clamp: [0] }',clamp has two ends",
        "'rmse: { zero-targets: fail }',unknown key 'zero-targets'",
        "'sam: 3',the settings of sam must be a mapping"
    })
    void refusesSettingsThatMakeNoSense(String metric, String problem) {
        refuses("    task: { kind: image, metrics: [{ " + metric + " }] }\n")
                .withMessageContaining("suite.yml:8: ")
                .withMessageContaining(problem);
    }

    @Test
    void refusesALossWithoutAGroundTruth() {
        refuses(
                        """
                            task: { kind: image, metrics: [{ psnr: { range: 1 } }] }
                            tolerances: { FP16: { maxPsnrLoss: 0.1 } }
                        """)
                .withMessageContaining(
                        "suite.yml:9: maxPsnrLoss is a loss against the ground truth");
    }

    @Test
    void refusesMetricsOfWhatIsNoImage() {
        refuses("    task: { kind: tensor, metrics: [rmse] }\n")
                .withMessageContaining("suite.yml:8: this key needs a task of kind: image");
    }

    @Test
    void refusesASuitesBoundOnAScoreOfNoModel() {
        assertFails(
                        ErrorKind.CONFIG,
                        () ->
                                SuiteFiles.read(
                                        folder,
                                        SuiteFiles.SMALLEST
                                                + "tolerances: { FP32: { minSsim: 0.9 } }\n"))
                .withMessageContaining(
                        "suite.yml:9: minSsim bounds a score that no model asks for");
    }

    private org.assertj.core.api.ThrowableAssertAlternative<?> refuses(String task) {
        return assertFails(
                ErrorKind.CONFIG,
                () ->
                        SuiteFiles.read(
                                folder,
                                SuiteFiles.SMALLEST.replace("engines:", task + "engines:")));
    }
}
