package dev.assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.core.Golden;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Error statistics against an oracle in NumPy and SciPy; see `conformance/tensor/README.md`.
class ErrorStatisticsConformanceTest {
    /// Statistics of images, which the accuracy module computes.
    private static final Set<String> IMAGE_STATISTICS =
            Set.of(
                    "crop",
                    "mrae",
                    "rmse_crop",
                    "psnr_clamped01",
                    "sam_rad",
                    "sam_deg",
                    "psnr",
                    "ssim",
                    "ssim_per_channel");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nan_inf",
                "zeros_denormals",
                "constant_zero_ref",
                "odd_count",
                "normal_noise1e-3"
            })
    void agreesWithTheOracle(String name) throws IOException {
        Path folder = Golden.module().resolve("src/test/resources/conformance/tensor");

        try (Arena arena = Arena.ofConfined()) {
            assertThat(ConformanceCase.load(folder, name, arena).check()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fp16_roundtrip",
                "bf16_roundtrip",
                "int8_roundtrip",
                "identical",
                "spectral31",
                "sr_image255"
            })
    void agreesWithTheOracleOnTheLargerCases(String name) throws IOException {
        Path folder = Golden.module().resolve("../../shared/conformance/tensor").normalize();
        assumeTrue(Files.isDirectory(folder), "the larger cases are not here: no " + folder);

        try (Arena arena = Arena.ofConfined()) {
            assertThat(ConformanceCase.load(folder, name, arena).check())
                    .isSubsetOf(IMAGE_STATISTICS);
        }
    }
}
