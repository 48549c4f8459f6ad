package dev.assay.accuracy.generate.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.format.Sha256;
import dev.assay.core.generated.GeneratedKind;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.generated.Split;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class DataSetTest {
    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(GeneratedKind.class)
    void makesTheSameWithAnyNumberOfThreads(GeneratedKind kind) throws IOException {
        Map<String, byte[]> one = filled(request(kind, Split.TRAIN, 9), 1);
        Map<String, byte[]> many = filled(request(kind, Split.TRAIN, 9), 5);

        assertThat(many).containsExactlyEntriesOf(one);
    }

    @ParameterizedTest
    @EnumSource(value = GeneratedKind.class, names = "SCENES", mode = Mode.EXCLUDE)
    void sharesNoImageBetweenTheHalvesOfASeed(GeneratedKind kind) {
        List<String> train = rows(request(kind, Split.TRAIN, 6));
        List<String> validation = rows(request(kind, Split.VALIDATION, 6));

        assertThat(train).doesNotHaveDuplicates().doesNotContainAnyElementsOf(validation);
    }

    @ParameterizedTest
    @EnumSource(GeneratedKind.class)
    void makesAnImageThatDoesNotDependOnHowManyThereAre(GeneratedKind kind) {
        List<String> few = rows(request(kind, Split.TRAIN, 2));
        List<String> more = rows(request(kind, Split.TRAIN, 4));

        assertThat(more).startsWith(few.toArray(String[]::new));
    }

    @Test
    void refusesAFileInTheWayOfItsFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "precious");
        DataSet data = new DataSet(request(GeneratedKind.SCENES, Split.TRAIN, 1), 1);

        assertThatThrownBy(() -> data.writeTensors(file.resolve("scenes.safetensors")))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.ENVIRONMENT))
                .hasMessageContaining("Cannot write " + file)
                .hasMessageContaining("check free space and permissions");
        assertThat(file).hasContent("precious");
    }

    @Test
    void refusesWhatTheDiskHasNoRoomFor() {
        GeneratedRequest request =
                new GeneratedRequest(
                        GeneratedKind.PAIRS, 1, Split.TRAIN, 1_000_000, 4096, 4096, 4, 1);
        Path file = folder.resolve("pairs.safetensors");

        assertThatThrownBy(() -> new DataSet(request, 1).writeTensors(file))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("MB free: make room or ask for less");
        assertThat(folder).isEmptyDirectory();
    }

    private static GeneratedRequest request(GeneratedKind kind, Split split, int count) {
        int side = Math.max(16, kind.smallestSide());
        return new GeneratedRequest(
                kind,
                7,
                split,
                count,
                side,
                side + 8,
                kind.hasScale() ? 2 : 1,
                kind.hasFrames() ? 5 : 1);
    }

    private Map<String, byte[]> filled(GeneratedRequest request, int threads) throws IOException {
        Path into = Files.createDirectory(folder.resolve("threads-" + threads));
        new DataSet(request, threads).fill(into);
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(into)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(into.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    /// SHA-256 of the rows of the last tensor, which of every kind is an image.
    private List<String> rows(GeneratedRequest request) {
        Path file = folder.resolve("rows");
        new DataSet(request, 2).writeTensors(file);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all =
                    SafetensorsFile.read(file, arena).values().stream()
                            .reduce((first, second) -> second)
                            .orElseThrow()
                            .segment();
            long bytes = all.byteSize() / request.count();
            return IntStream.range(0, request.count())
                    .mapToObj(row -> Sha256.of(all.asSlice(row * bytes, bytes)))
                    .toList();
        }
    }
}
