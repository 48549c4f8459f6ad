package dev.assay.accuracy.generate.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.accuracy.generate.output.GeneratedFolder.State;
import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.generated.GeneratedKind;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.generated.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedFolderTest {
    @TempDir Path parent;
    private Path path;

    @BeforeEach
    void place() {
        path = parent.resolve("set");
    }

    @Test
    void isCurrentOnceItIsMade() {
        assertThat(folder(1, 1).state()).isEqualTo(State.MISSING);
        folder(1, 1).make(GeneratedFolderTest::fill);

        assertThat(folder(1, 1).state()).isEqualTo(State.CURRENT);
        assertThat(folder(1, 2).state()).isEqualTo(State.STALE);
        assertThat(folder(2, 1).state()).isEqualTo(State.OTHER);
        assertThat(List.of(parent.toFile().list())).containsExactly("set");
    }

    @Test
    void isStaleWhenAFileIsGoneOrChanged() throws IOException {
        folder(1, 1).make(GeneratedFolderTest::fill);
        Files.writeString(path.resolve("a.txt"), "B");
        State changed = folder(1, 1).state();
        Files.delete(path.resolve("a.txt"));

        assertThat(changed).isEqualTo(State.STALE);
        assertThat(folder(1, 1).state()).isEqualTo(State.STALE);
    }

    @Test
    void replacesWhatItHasMadeItself() {
        folder(1, 1).make(GeneratedFolderTest::fill);
        folder(2, 1).make(it -> AtomicFile.write(it.resolve("b.txt"), "b"));

        assertThat(path.resolve("a.txt")).doesNotExist();
        assertThat(path.resolve("b.txt")).hasContent("b");
        assertThat(folder(2, 1).state()).isEqualTo(State.CURRENT);
    }

    @Test
    void keepsAFolderThatItHasNotMade() {
        AtomicFile.write(path.resolve("mine.txt"), "precious");

        assertThat(folder(1, 1).state()).isEqualTo(State.FOREIGN);
        assertThatThrownBy(() -> folder(1, 1).make(GeneratedFolderTest::fill))
                .isInstanceOf(AssayException.class)
                .hasMessage(
                        path
                                + " holds mine.txt, which Assay has not generated: give another"
                                + " folder or move it away");
        assertThat(path.resolve("mine.txt")).hasContent("precious");
    }

    @Test
    void keepsAFolderToWhichSomebodyHasAddedAFile() {
        folder(1, 1).make(GeneratedFolderTest::fill);
        AtomicFile.write(path.resolve("more/mine.txt"), "precious");

        assertThat(folder(1, 1).state()).isEqualTo(State.FOREIGN);
        assertThatThrownBy(() -> folder(2, 1).make(GeneratedFolderTest::fill))
                .hasMessageContaining("holds more/mine.txt");
    }

    @Test
    void keepsAFileInItsPlace() {
        AtomicFile.write(path, "precious");

        assertThatThrownBy(() -> folder(1, 1).make(GeneratedFolderTest::fill))
                .hasMessageContaining("holds a file");
        assertThat(path).hasContent("precious");
    }

    @Test
    void trustsNoStampThatIsDamaged() throws IOException {
        folder(1, 1).make(GeneratedFolderTest::fill);
        Files.writeString(path.resolve(GeneratedFolder.STAMP), "{\"schema\": \"assay.gen");

        assertThat(folder(1, 1).state()).isEqualTo(State.FOREIGN);
    }

    @Test
    void leavesTheOldAndNothingElseWhenMakingFails() {
        folder(1, 1).make(GeneratedFolderTest::fill);

        assertThatThrownBy(() ->
                        folder(2, 1)
                                .make(it -> {
                                    fill(it);
                                    throw new IllegalStateException("broken");
                                }))
                .hasMessage("broken");
        assertThat(folder(1, 1).state()).isEqualTo(State.CURRENT);
        assertThat(List.of(parent.toFile().list())).containsExactly("set");
    }

    /// No process has a number beyond Linux's 2^22.
    @Test
    void removesWhatKilledProcessesLeftAndNothingThatLooksLikeIt() {
        AtomicFile.write(parent.resolve(".set.part-99999999/a.txt"), "half");
        AtomicFile.write(parent.resolve(".set.part-mine/a.txt"), "precious");
        AtomicFile.write(parent.resolve(".sets.part-99999999/a.txt"), "precious");

        folder(1, 1).make(GeneratedFolderTest::fill);

        assertThat(List.of(parent.toFile().list()))
                .containsExactlyInAnyOrder("set", ".set.part-mine", ".sets.part-99999999");
    }

    private GeneratedFolder folder(long seed, int version) {
        return new GeneratedFolder(
                path,
                new GeneratedRequest(GeneratedKind.SCENES, seed, Split.TRAIN, 1, 8, 8, 1, 1),
                version);
    }

    private static void fill(Path folder) {
        AtomicFile.write(folder.resolve("a.txt"), "a");
    }
}
