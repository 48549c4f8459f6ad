package dev.assay.core.kernels;

import static dev.assay.core.layers.TestLayers.FP16;
import static dev.assay.core.layers.TestLayers.conv;
import static dev.assay.core.layers.TestLayers.engine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.layers.EngineLayers;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelTimesTest {
    private static final EngineLayers ENGINE =
            engine(conv("a", 32, 32, FP16, FP16), conv("b", 32, 32, FP16, FP16));

    @Test
    void givesMediansOfEachLaunchInTheirOrder() {
        List<KernelTime> times =
                KernelTimes.merge(
                        List.of(
                                List.of(kernel("a", 0, 10, 1), kernel("b", 20, 50, 1)),
                                List.of(kernel("a", 1000, 1030, 2), kernel("b", 1040, 1060, 2)),
                                List.of(kernel("a", 2000, 2012, 3), kernel("b", 2030, 2060, 3))));

        assertThat(times).extracting(KernelTime::name).containsExactly("a", "b");
        assertThat(times.getFirst().medianSeconds()).isCloseTo(12e-9, within(1e-15));
        assertThat(times.getFirst().minSeconds()).isCloseTo(10e-9, within(1e-15));
        assertThat(times.getFirst().maxSeconds()).isCloseTo(30e-9, within(1e-15));
        assertThat(times.get(1).offsetSeconds()).isCloseTo(30e-9, within(1e-15));
    }

    @Test
    void leavesOutWhatSomeQueryLacks() {
        assertThat(
                        KernelTimes.merge(
                                List.of(
                                        List.of(kernel("a", 0, 10, 1), kernel("c", 10, 11, 1)),
                                        List.of(kernel("a", 100, 110, 2)))))
                .extracting(KernelTime::name)
                .containsExactly("a");
    }

    @Test
    void takesTheLayersOfAGraphsKernelsFromATraceWithout() {
        List<KernelTime> kernels =
                KernelTimes.merge(
                        List.of(
                                List.of(
                                        kernel("k", 0, 10, 9),
                                        kernel("other", 10, 15, 9),
                                        kernel("k", 20, 50, 9))));
        ActivityTrace named =
                new ActivityTrace(
                        List.of(kernel("k", 500, 510, 1), kernel("k", 600, 630, 2)),
                        List.of(new HostCall(1, 7, 400, 410), new HostCall(2, 7, 420, 430)),
                        List.of(
                                new HostRange("a", 7, 395, 415),
                                new HostRange("b", 7, 416, 440),
                                new HostRange("b", 8, 395, 415)),
                        0);

        List<KernelTime> linked = KernelTimes.link(kernels, ENGINE, named, 300, 700);

        assertThat(linked.stream().map(it -> it.link().map(LayerLink::layer).orElse(-1)))
                .containsExactly(0, -1, 1);
    }

    private static Activity kernel(String name, long start, long end, int correlation) {
        return new Activity(
                Activity.Kind.KERNEL, name, start, end, 1, 0, correlation, "1,1,1", "32,1,1", 0);
    }
}
