package dev.assay.core.suite;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptimizationProfileTest {
    @Test
    void spansAllBatchesAndShapesAndIsTunedForTheLargest() {
        OptimizationProfile profile =
                OptimizationProfile.over(
                        List.of(4, 1, 16), 16, List.of(Shape.of(3, 96, 90), Shape.of(3, 64, 128)));

        assertThat(profile.minBatch()).isEqualTo(1);
        assertThat(profile.optBatch()).isEqualTo(16);
        assertThat(profile.maxBatch()).isEqualTo(16);
        assertThat(profile.minShape()).isEqualTo(Shape.of(3, 64, 90));
        assertThat(profile.optShape()).isEqualTo(Shape.of(3, 96, 128));
        assertThat(profile.maxShape()).isEqualTo(Shape.of(3, 96, 128));
    }

    @Test
    void refusesShapesOfDifferentRanks() {
        assertFails(
                        ErrorKind.CONFIG,
                        () ->
                                OptimizationProfile.over(
                                        List.of(1), 1, List.of(Shape.of(3, 96), Shape.of(3))))
                .withMessageContaining("per-shape");
    }

    @Test
    void refusesBatchesOutOfOrder() {
        Shape shape = Shape.of(3);

        assertFails(ErrorKind.CONFIG, () -> new OptimizationProfile(2, 1, 4, shape, shape, shape));
    }
}
