package dev.assay.cli.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.AtomicFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
    private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");

    @TempDir Path cache;

    @BeforeEach
    void fill() {
        plan("old", "aaaa", 30);
        plan("new", "bbbb", 1);
        write("timing/NVIDIA-H100-sm90-tensorrt10.6.0.26.cache", "times", 2);
    }

    private void plan(String key, String model, int days) {
        String folder = "engines/tensorrt-onnx/" + key;
        write(folder + ".plan", "0123456789", days);
        write(folder + ".layers.json", "{}", days);
        write(folder + ".lock", "", days);
        write(
                folder + ".json",
                """
                {"schema":1,"identity":{"library":"TensorRT","version":"10.6.0.26",
                "modelSha256":"%s","settings":{"gpu":"NVIDIA H100","precision":"fp16"}}}
                """
                        .formatted(model),
                days);
    }

    private void write(String name, String text, int days) {
        Path file = cache.resolve(name);
        AtomicFile.write(file, text);
        try {
            Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofDays(days))));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void listsTheOldestFirstWithWhatIsStoredBesideThem() {
        List<CacheEntry> entries = CacheListing.of(cache);

        assertThat(entries)
                .extracting(CacheEntry::key)
                .containsExactly("old", "NVIDIA-H100-sm90-tensorrt10.6.0.26.cache", "new");
        assertThat(entries.getFirst().described())
                .isEqualTo("NVIDIA H100, TensorRT 10.6.0.26, fp16, model aaaa");
        assertThat(entries.get(1).described()).isEqualTo("NVIDIA-H100, TensorRT 10.6.0.26");
        assertThat(entries.getFirst().files())
                .hasSize(3)
                .last()
                .isEqualTo(cache.resolve("engines/tensorrt-onnx/old.json"));
        assertThat(CacheListing.of(cache.resolve("none"))).isEmpty();
    }

    @Test
    void choosesByAgeModelAndSize() {
        assertThat(chosen(new PruneRule(days(7), Optional.empty(), Optional.empty())))
                .containsExactly("old");
        assertThat(chosen(new PruneRule(Optional.empty(), Optional.empty(), Optional.of("bb"))))
                .containsExactly("new");
        long left = CacheListing.of(cache).getLast().bytes();
        assertThat(chosen(new PruneRule(Optional.empty(), Optional.of(left), Optional.empty())))
                .containsExactly("old", "NVIDIA-H100-sm90-tensorrt10.6.0.26.cache");
    }

    private static Optional<Duration> days(int days) {
        return Optional.of(Duration.ofDays(days));
    }

    private List<String> chosen(PruneRule rule) {
        return rule.chosen(CacheListing.of(cache), NOW).stream().map(CacheEntry::key).toList();
    }

    @Test
    void removesAllFilesButLeavesWhatIsBeingBuilt() throws IOException {
        CacheEntry old = CacheListing.of(cache).getFirst();
        Path lock = cache.resolve("engines/tensorrt-onnx/old.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            assertThat(Pruner.remove(old)).isFalse();
        }
        assertThat(old.files()).allMatch(Files::exists);

        assertThat(Pruner.remove(old)).isTrue();
        assertThat(old.files()).noneMatch(Files::exists);
        assertThat(lock).exists();
    }
}
