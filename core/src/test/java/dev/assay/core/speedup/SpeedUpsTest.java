package dev.assay.core.speedup;

import static dev.assay.core.run.MeasurementBoundary.DEVICE_COMPUTE;
import static dev.assay.core.run.MeasurementBoundary.HOST_END_TO_END;
import static dev.assay.core.run.MeasurementBoundary.HOST_SYNC;
import static dev.assay.core.run.MeasurementBoundary.WITH_TRANSFERS;
import static dev.assay.core.speedup.SpeedFixtures.cpu;
import static dev.assay.core.speedup.SpeedFixtures.gpu;
import static dev.assay.core.speedup.SpeedFixtures.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpeedUpsTest {
    private static final SpeedFixtures PYTORCH = gpu("pytorch", "fp32");
    private static final SpeedFixtures TENSORRT = gpu("tensorrt-onnx", "fp16");

    @Test
    void dividesTheReferencesTimeByTheCasesTimeAtEachBoundaryForItself() {
        SpeedFixtures fast = TENSORRT.at(times(DEVICE_COMPUTE, 0.004).also(WITH_TRANSFERS, 0.006));
        SpeedUpRow row = last(PYTORCH, fast);
        assertThat(row.at(Optional.of(DEVICE_COMPUTE)).orElseThrow().ratio()).hasValue(2.5);
        assertThat(row.at(Optional.of(DEVICE_COMPUTE)).orElseThrow().gain()).hasValue(1.5);
        assertThat(row.at(Optional.of(WITH_TRANSFERS)).orElseThrow().ratio()).hasValue(2);
        assertThat(row.notes()).isEmpty();
    }

    /// MST++ at batch 1 as published: 161.744 ms and 6.182 images/s against 63.392 ms and 15.774
    /// images/s (published-numbers.csv): ×2.55, and not "255 % faster".
    @Test
    void givesThePublishedRatiosAndNewOverOldMinusOne() {
        SpeedUpRow row =
                last(
                        PYTORCH.at(times(DEVICE_COMPUTE, 0.161744)).flow(6.182, 1),
                        TENSORRT.at(times(DEVICE_COMPUTE, 0.063392)).flow(15.774, 1));
        SpeedUp latency = row.at(Optional.of(DEVICE_COMPUTE)).orElseThrow();
        assertThat(latency.ratio().orElseThrow()).isCloseTo(2.5515, within(1e-4));
        assertThat(latency.gain().orElseThrow()).isCloseTo(1.5515, within(1e-4));
        SpeedUp throughput = row.at(Optional.empty()).orElseThrow();
        assertThat(throughput.scope()).isEqualTo("WINDOW");
        assertThat(throughput.ratio().orElseThrow()).isCloseTo(15.774 / 6.182, within(1e-12));
    }

    @Test
    void refusesABoundaryThatTheReferenceLacksAndStatesTheOthers() {
        SpeedUpRow row = last(PYTORCH.at(times(DEVICE_COMPUTE, 0.02)), TENSORRT);
        assertThat(row.refused()).isEmpty();
        assertThat(row.at(Optional.of(DEVICE_COMPUTE)).orElseThrow().ratio()).hasValue(2);
        SpeedUp other = row.at(Optional.of(WITH_TRANSFERS)).orElseThrow();
        assertThat(other.ratio()).isEmpty();
        assertThat(other.seconds()).hasValue(0.012);
        assertThat(other.refused())
                .hasValue("the reference pytorch fp32 was not timed at this boundary");
    }

    @Test
    void refusesWhatHasNoBoundaryInCommon() {
        SpeedUpRow row =
                last(PYTORCH.at(times(HOST_SYNC, 0.02)), TENSORRT.at(times(DEVICE_COMPUTE, 0.01)));
        assertThat(row.refused())
                .hasValue(
                        "no boundary in common: it was timed at DEVICE_COMPUTE, the reference"
                                + " pytorch fp32 at HOST_SYNC");
        assertThat(row.at()).allSatisfy(it -> assertThat(it.ratio()).isEmpty());
    }

    @Test
    void keepsTheTimesOfWhatItRefuses() {
        SpeedUpRow row = last(PYTORCH.set("tf32", "true"), TENSORRT);
        assertThat(row.refused()).isPresent();
        assertThat(row.notes()).isEmpty();
        SpeedUp at = row.at(Optional.of(DEVICE_COMPUTE)).orElseThrow();
        assertThat(at.seconds()).hasValue(0.010);
        assertThat(at.referenceSeconds()).hasValue(0.010);
        assertThat(at.ratio()).isEmpty();
        assertThat(at.gain()).isEmpty();
    }

    @Test
    void refusesTheTimeOfASingleQueryWhereQueriesWerePipelined() {
        SpeedUpRow row =
                last(
                        PYTORCH.under("throughput").flow(50, 2),
                        TENSORRT.under("throughput").flow(150, 2));
        assertThat(row.at(Optional.of(DEVICE_COMPUTE)).orElseThrow().refused().orElseThrow())
                .contains("pipelined");
        assertThat(row.at(Optional.empty()).orElseThrow().ratio().orElseThrow())
                .isCloseTo(3, within(1e-12));
    }

    @Test
    void refusesThroughputsOfUnlikeWindows() {
        assertThat(window(PYTORCH, TENSORRT.flow(100, 2)))
                .isEqualTo("2 queries in flight, of the reference pytorch fp32 1");
        assertThat(window(PYTORCH.set("transfers", "false"), TENSORRT))
                .contains("copies are in the window of one of");
        assertThat(window(PYTORCH.unset("transfers"), TENSORRT))
                .contains("not recorded whether copies are in the window of pytorch fp32");
        assertThat(window(PYTORCH.under("load-20"), TENSORRT.under("load-20")))
                .contains("the rate is given, not reached");
    }

    @Test
    void prefersEagerPytorchInPythonThenLibTorch() {
        SpeedFixtures python = gpu("pytorch-python", "fp32");
        assertThat(reference(PYTORCH, python, TENSORRT)).isEqualTo("pytorch-python fp32");
        assertThat(reference(PYTORCH, TENSORRT)).isEqualTo("pytorch fp32");
        assertThat(reference(python.unusable("FAILED: no torch"), PYTORCH, TENSORRT))
                .isEqualTo("pytorch fp32");
    }

    @Test
    void prefersAPytorchOnTheSameKindOfDevice() {
        SpeedFixtures python = gpu("pytorch-python", "fp32");
        assertThat(reference(python, cpu("pytorch"), cpu("onnxruntime-cpu")))
                .isEqualTo("pytorch fp32");
        assertThat(last(cpu("pytorch"), TENSORRT).refused().orElseThrow())
                .startsWith("CPU against GPU");
    }

    @Test
    void comparesEveryPrecisionWithFp32() {
        SpeedFixtures half = gpu("pytorch", "fp16");
        assertThat(reference(half, PYTORCH, TENSORRT)).isEqualTo("pytorch fp32");
        assertThat(reference(PYTORCH, half)).isEqualTo("pytorch fp32");
        assertThat(reference(half, TENSORRT)).isEqualTo("pytorch fp16");
    }

    @Test
    void takesTheEnginesOwnFp32WhereThereIsNoPytorchAtAll() {
        assertThat(reference(gpu("tensorrt-onnx", "fp32"), TENSORRT))
                .isEqualTo("tensorrt-onnx fp32");
        assertThat(
                        reference(
                                gpu("tensorrt-onnx", "fp32"),
                                gpu("tensorrt-onnx", "fp32-strong"),
                                gpu("tensorrt-onnx", "fp16-strong")))
                .isEqualTo("tensorrt-onnx fp32-strong");
    }

    @Test
    void neverTakesAnotherBatch() {
        SpeedUpRow row = last(PYTORCH, gpu("tensorrt-onnx", "fp32").batch(4), TENSORRT.batch(4));
        assertThat(row.reference()).isEmpty();
        assertThat(row.refused()).hasValue("PyTorch was not run at this batch");
        assertThat(row.at(Optional.of(DEVICE_COMPUTE)).orElseThrow().seconds()).hasValue(0.010);
        assertThat(row.at(Optional.empty()).orElseThrow().seconds()).hasValue(1.0 / 80);
        assertThat(row.at()).allSatisfy(it -> assertThat(it.ratio()).isEmpty());
        assertThat(last(TENSORRT).refused())
                .hasValue("neither PyTorch nor tensorrt-onnx in FP32 was run at this batch");
    }

    @Test
    void saysOfAReferenceWhatPublishedTablesLeaveOpen() {
        assertThat(PYTORCH.side().described()).isEqualTo("pytorch fp32 (TF32 off)");
        assertThat(PYTORCH.unset("tf32").side().described()).isEqualTo("pytorch fp32");
        assertThat(TENSORRT.side().described()).isEqualTo("tensorrt-onnx fp16");
        assertThat(cpu("pytorch").side().described()).isEqualTo("pytorch fp32 (on the CPU)");
    }

    @Test
    void isOneForTheReferenceItself() {
        SpeedUpRow row = last(PYTORCH);
        assertThat(row.itself()).isTrue();
        assertThat(row.at(Optional.of(DEVICE_COMPUTE)).orElseThrow().ratio()).hasValue(1);
    }

    @Test
    void comparesOnTheCpuToo() {
        SpeedUpRow row =
                last(
                        cpu("pytorch"),
                        cpu("onnxruntime-cpu")
                                .at(times(HOST_END_TO_END, 0.025))
                                .set("threads", "1")
                                .flow(40, 1));
        assertThat(row.at(Optional.of(HOST_END_TO_END)).orElseThrow().ratio()).hasValue(2);
        assertThat(row.at(Optional.empty()).orElseThrow().ratio()).hasValue(2);
        assertThat(row.notes()).containsExactly("threads: 1, of the reference pytorch fp32: 2");
    }

    private static String window(SpeedFixtures base, SpeedFixtures row) {
        return last(base, row).at(Optional.empty()).orElseThrow().refused().orElse("");
    }

    private static String reference(SpeedFixtures... section) {
        return last(section).reference().map(SpeedSide::name).orElse("none");
    }

    /// Of the last case of a section.
    private static SpeedUpRow last(SpeedFixtures... section) {
        List<SpeedSide> sides = Arrays.stream(section).map(SpeedFixtures::side).toList();
        return SpeedUps.of(sides).getLast();
    }
}
