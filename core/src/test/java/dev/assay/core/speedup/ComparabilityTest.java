package dev.assay.core.speedup;

import static dev.assay.core.speedup.SpeedFixtures.GPU;
import static dev.assay.core.speedup.SpeedFixtures.cpu;
import static dev.assay.core.speedup.SpeedFixtures.device;
import static dev.assay.core.speedup.SpeedFixtures.gpu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.device.ThrottleReason;
import dev.assay.core.verdict.AccuracyStanding;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparabilityTest {
    private static final SpeedFixtures PYTORCH = gpu("pytorch", "fp32");
    private static final SpeedFixtures FP32 = gpu("tensorrt-onnx", "fp32");
    private static final SpeedFixtures FP16 = gpu("tensorrt-onnx", "fp16").set("tf32", "true");

    @Test
    void comparesTheSameGpuAtTheSameClock() {
        assertThat(refusal(FP32, PYTORCH)).isEmpty();
        assertThat(refusal(FP16, PYTORCH)).isEmpty();
        assertThat(refusal(cpu("onnxruntime-cpu"), cpu("pytorch"))).isEmpty();
    }

    @Test
    void refusesCpuAgainstGpuBothWays() {
        assertThat(refusal(FP32, cpu("pytorch")))
                .isEqualTo(
                        "CPU against GPU: it ran on NVIDIA H200, the reference pytorch fp32 on the CPU");
        assertThat(refusal(cpu("onnxruntime-cpu"), PYTORCH))
                .isEqualTo(
                        "CPU against GPU: it ran on the CPU, the reference pytorch fp32 on NVIDIA H200");
    }

    @Test
    void takesACaseWithDeviceTimesForOneOnAGpuThoughNoSensorWasRead() {
        assertThat(refusal(FP32.on().unset("gpu"), cpu("pytorch")))
                .startsWith("CPU against GPU: it ran on a GPU");
    }

    @Test
    void refusesAnotherGpu() {
        assertThat(refusal(FP32.on(device("GPU-2", 1980)), PYTORCH))
                .startsWith(
                        "not the same GPU: it ran on NVIDIA H200 (GPU-2), the reference pytorch")
                .endsWith("on NVIDIA H200 (GPU-1)");
    }

    @Test
    void refusesForksOfDifferentGpus() {
        SpeedFixtures moved = FP32.on(device(GPU, 1980), device("GPU-2", 1980));
        assertThat(refusal(moved, PYTORCH)).startsWith("not the same GPU");
    }

    @Test
    void refusesTf32UnderTheNameOfFp32OnEitherSide() {
        assertThat(refusal(FP32.set("tf32", "true"), PYTORCH))
                .isEqualTo("TF32 was on in tensorrt-onnx fp32, which is then not FP32");
        assertThat(refusal(FP16, PYTORCH.set("tf32", "true")))
                .isEqualTo("TF32 was on in pytorch fp32, which is then not FP32");
    }

    @Test
    void refusesFp32ThatDoesNotSayWhetherTf32WasOff() {
        assertThat(refusal(FP16, PYTORCH.unset("tf32")))
                .startsWith("TF32: not recorded whether it was off in pytorch fp32");
    }

    @Test
    void needsNoRecordOfTf32WhereTheHardwareHasNone() {
        SpeedFixtures turing = PYTORCH.unset("tf32").set("computeCapability", "7.5");
        assertThat(refusal(FP16, turing)).isEmpty();
        assertThat(refusal(FP16, turing.set("computeCapability", "8.0"))).startsWith("TF32");
    }

    @Test
    void allowsTf32ThatIsCalledSo() {
        assertThat(refusal(gpu("tensorrt-onnx", "tf32").set("tf32", "true"), PYTORCH)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1980 / 1.019, 1980, 1980 * 1.019})
    void allowsClocksThatDifferByAStep(double clock) {
        assertThat(refusal(FP32.on(device(GPU, clock)), PYTORCH)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1980 / 1.021, 1980 * 1.021})
    void refusesClocksThatDifferByMoreThanTwoPercent(double clock) {
        assertThat(refusal(FP32.on(device(GPU, clock)), PYTORCH))
                .startsWith("clock states: SM clock ")
                .endsWith("of the reference pytorch fp32 1980 MHz, more than 2 % apart");
    }

    @Test
    void judgesAClockByTheMedianOfTheForks() {
        SpeedFixtures one = FP32.on(device(GPU, 1980), device(GPU, 1200), device(GPU, 1980));
        assertThat(refusal(one, PYTORCH)).isEmpty();
    }

    @Test
    void refusesClocksThatWereNotRecorded() {
        assertThat(refusal(FP32.on(), PYTORCH)).contains("clocks were not recorded for it");
        assertThat(refusal(FP32, PYTORCH.on()))
                .contains("clocks were not recorded for the reference pytorch fp32");
    }

    @Test
    void refusesThePowerLimitOnOneSideOnly() {
        ThrottleReason cap = ThrottleReason.SW_POWER_CAP;
        SpeedFixtures limited = FP32.on(device(GPU, 1980, cap), device(GPU, 1980));
        SpeedFixtures capped = PYTORCH.on(device(GPU, 1980, cap));
        assertThat(refusal(limited, PYTORCH))
                .isEqualTo(
                        "clock states: it was held at the power limit, the reference pytorch fp32 was not");
        assertThat(refusal(FP32, capped))
                .isEqualTo(
                        "clock states: the reference pytorch fp32 was held at the power limit, it was not");
        assertThat(refusal(limited, capped)).isEmpty();
    }

    @Test
    void takesThePowerLimitInLessThanHalfOfTheForksForAChance() {
        SpeedFixtures once =
                FP32.on(
                        device(GPU, 1980, ThrottleReason.SW_POWER_CAP),
                        device(GPU, 1980),
                        device(GPU, 1980));
        assertThat(refusal(once, PYTORCH)).isEmpty();
    }

    @Test
    void refusesWhatHasNoValidTimeOnEitherSide() {
        assertThat(refusal(FP32.unusable("FAILED: out of memory"), PYTORCH))
                .isEqualTo("FAILED: out of memory");
        assertThat(refusal(FP32, PYTORCH.unusable("INVALID: not steady")))
                .isEqualTo("the reference pytorch fp32 is INVALID: not steady");
        assertThat(refusal(FP32.standing(AccuracyStanding.FAILED), PYTORCH))
                .isEqualTo("INVALID: its outputs are wrong");
    }

    @Test
    void refusesAClaimForOutputsThatNobodyChecked() {
        assertThat(refusal(FP32.standing(AccuracyStanding.UNCHECKED), PYTORCH))
                .startsWith("UNCHECKED: it has times");
        assertThat(refusal(FP32, PYTORCH.standing(AccuracyStanding.UNCHECKED)))
                .startsWith("the reference pytorch fp32 is UNCHECKED");
    }

    @Test
    void notesOtherWaysOfLaunchingAndWaiting() {
        SpeedSide row = FP32.side();
        assertThat(Comparability.notes(row, PYTORCH.side())).isEmpty();
        assertThat(
                        Comparability.notes(
                                row, PYTORCH.set("hostWait", "blocking").unset("graph").side()))
                .containsExactly(
                        "graph: captured, of the reference pytorch fp32: not recorded",
                        "hostWait: spinning, of the reference pytorch fp32: blocking");
    }

    @Test
    void saysTheSameInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(refusal(FP32.on(device(GPU, 1500)), PYTORCH)).contains("SM clock 1500 MHz");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String refusal(SpeedFixtures row, SpeedFixtures base) {
        return Comparability.refusal(row.side(), base.side()).orElse("");
    }
}
