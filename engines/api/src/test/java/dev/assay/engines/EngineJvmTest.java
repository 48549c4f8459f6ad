package dev.assay.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineJvmTest {
    private static final String ARCHIVE = "-XX:SharedArchiveFile=";

    @TempDir Path cache;

    @Test
    void archivesTheClassesOfJars() {
        assertThat(EngineJvm.hosting(cache, "/assay/lib/*:/assay/lib/engines/one.jar"))
                .contains("-XX:+AutoCreateSharedArchive")
                .anyMatch(it -> it.startsWith(ARCHIVE + cache.resolve("classes")));
    }

    @Test
    void hasAnArchiveForEachClassPath() {
        assertThat(EngineJvm.hosting(cache, "/assay/lib/*:/assay/lib/engines/one/*"))
                .doesNotContainAnyElementsOf(
                        EngineJvm.hosting(cache, "/assay/lib/*:/assay/lib/engines/two/*").stream()
                                .filter(it -> it.startsWith(ARCHIVE))
                                .toList());
    }

    @Test
    void archivesNothingThatTheJvmWouldRefuse() throws IOException {
        Path file = Files.createFile(cache.resolve("a file"));

        assertThat(EngineJvm.hosting(cache, "/assay/target/classes:/assay/lib/one.jar"))
                .isEqualTo(
                        EngineJvm.hosting(file, "/assay/lib/*").stream()
                                .map(it -> it.replace(file.toString(), cache.toString()))
                                .toList())
                .noneMatch(it -> it.contains("Archive"));
    }
}
