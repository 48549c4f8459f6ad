package dev.assay.core.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.suite.CaseId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoundaryLadderTest {
    private static final CaseId CASE = new CaseId("m/tensorrt-onnx/fp16/b1/3x8x8/base/latency");

    private static BoundaryLadder ladder(Map<Rung, Double> seconds) {
        return new BoundaryLadder(
                BoundaryLadder.SCHEMA,
                CASE,
                "TensorRT 10.6.0.26",
                seconds.entrySet().stream()
                        .map(it -> new RungTime(it.getKey(), it.getValue(), it.getValue(), 9))
                        .toList(),
                List.of());
    }

    @Test
    void takesThePartsApartSoThatTheyAddUpToTheHighestRung() {
        BoundaryLadder ladder =
                ladder(
                                Map.of(
                                        Rung.DEVICE_COMPUTE, 10.0,
                                        Rung.WITH_TRANSFERS, 13.0,
                                        Rung.ENQUEUE_TO_SYNC, 10.5,
                                        Rung.END_TO_END, 14.0,
                                        Rung.WITH_HEAP_ARRAYS, 16.0))
                        .withLayers(9.0);

        Map<Part, Double> parts = ladder.parts();

        assertThat(parts)
                .containsEntry(Part.LAYERS, 9.0)
                .containsEntry(Part.GAPS, 1.0)
                .containsEntry(Part.TRANSFERS, 3.0)
                .containsEntry(Part.LAUNCH, 0.5)
                .containsEntry(Part.QUERY, 0.5)
                .containsEntry(Part.HEAP, 2.0)
                .doesNotContainKey(Part.DEVICE);
        assertThat(parts.values().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(16, within(1e-12));
    }

    @Test
    void countsOverlapAsNothing() {
        Map<Part, Double> parts =
                ladder(
                                Map.of(
                                        Rung.DEVICE_COMPUTE, 10.0,
                                        Rung.WITH_TRANSFERS, 13.0,
                                        Rung.ENQUEUE_TO_SYNC, 11.0,
                                        Rung.END_TO_END, 13.5))
                        .withLayers(10.4)
                        .parts();

        assertThat(parts)
                .containsEntry(Part.LAYERS, 10.0)
                .containsEntry(Part.GAPS, 0.0)
                .containsEntry(Part.QUERY, 0.0);
    }

    @Test
    void knowsOnlyTheHostsPartsOfAnEngineWithoutADevice() {
        assertThat(ladder(Map.of(Rung.END_TO_END, 5.0, Rung.WITH_HEAP_ARRAYS, 5.5)).parts())
                .containsExactly(Map.entry(Part.QUERY, 5.0), Map.entry(Part.HEAP, 0.5));
    }
}
