package dev.assay.core.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.suite.CaseId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelProfileTest {
    @Test
    void findsWhatTheGpuWaitedBetweenKernels() {
        KernelProfile profile = profile(kernel(0, 10), kernel(12, 20), kernel(35, 5));

        assertThat(micros(profile.idleSeconds())).isCloseTo(5, within(1e-9));
        assertThat(micros(profile.overlapSeconds())).isZero();
    }

    @Test
    void countsATimeOnceWhereKernelsRunBesideEachOther() {
        // The second lies inside the first, the third begins inside it and outlasts it.
        KernelProfile profile = profile(kernel(0, 100), kernel(10, 20), kernel(90, 30));

        assertThat(profile.idleSeconds()).isZero();
        assertThat(micros(profile.overlapSeconds())).isCloseTo(30, within(1e-9));
    }

    @Test
    void explainsTheWholeQueryFromItsFirstKernelToItsLast() {
        KernelProfile profile =
                profile(kernel(40, 15), kernel(0, 30), kernel(10, 25), kernel(60, 1));

        assertThat(micros(profile.sumSeconds() + profile.idleSeconds() - profile.overlapSeconds()))
                .isCloseTo(61, within(1e-9));
    }

    private static double micros(double seconds) {
        return seconds * 1e6;
    }

    private static KernelTime kernel(double offsetMicros, double micros) {
        double seconds = micros / 1e6;
        return new KernelTime(
                Activity.Kind.KERNEL,
                "k",
                "1,1,1",
                "32,1,1",
                0,
                7,
                offsetMicros / 1e6,
                seconds,
                seconds,
                seconds,
                seconds,
                Optional.empty());
    }

    private static KernelProfile profile(KernelTime... kernels) {
        return new KernelProfile(
                KernelProfile.SCHEMA,
                new CaseId("m/tensorrt-onnx/fp16/b1/3x8x8/base/latency"),
                "0".repeat(64),
                "NVIDIA H200",
                50,
                "captured",
                1e-3,
                1e-3,
                List.of(kernels),
                Optional.empty(),
                List.of());
    }
}
