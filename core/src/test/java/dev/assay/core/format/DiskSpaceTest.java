package dev.assay.core.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceTest {
    @TempDir Path folder;

    @Test
    void isThatOfTheFoldersDiskAndOfNothingWithoutAFolder() throws Exception {
        assertThat(DiskSpace.free(folder)).isPositive();
        assertThat(DiskSpace.free(Path.of("/proc"))).as("a disk that takes nothing").isZero();
        assertThatThrownBy(() -> DiskSpace.free(folder.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
    }
}
