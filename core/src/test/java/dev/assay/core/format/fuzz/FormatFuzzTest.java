package dev.assay.core.format.fuzz;

import dev.assay.core.format.fuzz.Fuzzing.Format;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Of 2,000 damaged files of each format, every one is read as its bytes say or refused with a
/// message that names file and place; none takes memory beyond its size.
class FormatFuzzTest {
    @TempDir Path folder;

    static List<Format> formats() {
        return List.of(
                new NpyFuzz(),
                new NpzFuzz(),
                new SafetensorsFuzz(),
                new PolygraphyFuzz(true),
                new PolygraphyFuzz(false));
    }

    /// The time is a guard against a hang, not a measurement.
    @ParameterizedTest
    @MethodSource("formats")
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void readsOrRefusesEveryDamagedFile(Format format) throws IOException {
        new Fuzzing(folder, format).run();
    }
}
