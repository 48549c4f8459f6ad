package dev.assay.engines.tensorrt.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.suite.Precision;
import dev.assay.engines.tensorrt.calibration.Calibrator;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalibrationSourceTest {
    private static final Path TABLES = Path.of("tables");

    @Test
    void keepsOneTableForOneModelRowsAndBatch() {
        Path table = table(0, 1, "rows", 16);

        assertThat(table).isEqualTo(table(0, 1, "rows", 16)).hasParentRaw(TABLES);
        assertThat(table).isNotEqualTo(table(0, 1, "other rows", 16));
        assertThat(table).isNotEqualTo(table(0, 1, "rows", 8));
    }

    @Test
    void sharesNoTableBetweenIndependentBuilds() {
        assertThat(table(0, 3, "rows", 16))
                .isNotEqualTo(table(1, 3, "rows", 16))
                .isNotEqualTo(table(0, 1, "rows", 16));
    }

    @Test
    void isTheSameBuildHoweverManyOthersThereAre() {
        assertThat(table(1, 3, "rows", 16)).isEqualTo(table(1, 5, "rows", 16));
    }

    private static Path table(int build, int builds, String rows, int batch) {
        return CalibrationSource.of(
                        Requests.of(Precision.INT8, build, builds, Map.of()),
                        Calibrator.ENTROPY,
                        "model",
                        TABLES,
                        "10.6.0")
                .table(rows, batch);
    }
}
