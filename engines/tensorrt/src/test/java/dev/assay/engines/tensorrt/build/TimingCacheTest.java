package dev.assay.engines.tensorrt.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.Sha256;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimingCacheTest {
    private static final byte[] LEARNT = {1, 2, 3};

    @TempDir Path folder;

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void mergesIntoWhatOthersStored() throws IOException {
        Path file = Files.write(folder.resolve("times.cache"), new byte[] {7});
        TimingCache timing = new TimingCache(file);
        List<byte[]> seen = new ArrayList<>();

        timing.keep(
                arena,
                stored -> {
                    seen.add(stored.toArray(ValueLayout.JAVA_BYTE));
                    return Optional.of(MemorySegment.ofArray(LEARNT));
                });

        assertThat(seen).containsExactly(new byte[] {7});
        assertThat(file).hasBinaryContent(LEARNT);
        assertThat(timing.facts())
                .containsEntry("timingCacheSha256", Sha256.of(MemorySegment.ofArray(LEARNT)));
    }

    @Test
    void isAFactWhereItCannotBeSaved() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "").resolve("times.cache");
        TimingCache timing = new TimingCache(file);

        timing.keep(arena, _ -> Optional.of(MemorySegment.ofArray(LEARNT)));

        assertThat(timing.facts().get("timingCacheSha256")).startsWith("not saved: ");
    }

    @Test
    void isAFactWhereTheFileCannotBeReplaced() throws IOException {
        Path file = folder.resolve("times.cache");
        Files.createDirectories(folder.resolve("times.cache.part"));
        TimingCache timing = new TimingCache(file);

        timing.keep(arena, _ -> Optional.of(MemorySegment.ofArray(LEARNT)));

        assertThat(timing.facts().get("timingCacheSha256"))
                .startsWith("not saved: ")
                .contains("times.cache");
    }

    @Test
    void savesNothingForABuildThatDidNotUseIt() {
        TimingCache timing = new TimingCache(folder.resolve("times.cache"));

        timing.save(arena);

        assertThat(timing.facts()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }
}
