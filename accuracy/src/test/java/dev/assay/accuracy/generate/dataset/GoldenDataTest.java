package dev.assay.accuracy.generate.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.Sha256;
import dev.assay.core.generated.GeneratedKind;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.generated.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The bits that every machine has to make. PNG files are no part of them: how a library compresses
/// may change, the pixels in them may not.
class GoldenDataTest {
    @TempDir Path folder;

    static Stream<String> goldens() throws Exception {
        Path file =
                Path.of(
                        Objects.requireNonNull(
                                        GoldenDataTest.class.getResource("/generate/golden.txt"))
                                .toURI());
        return Files.readAllLines(file).stream().filter(line -> !line.startsWith("#"));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void makesTheSameBitsOnEveryMachine(String golden) throws IOException {
        List<String> words = List.of(golden.split(" "));

        assertThat(hash(words.subList(1, words.size()))).isEqualTo(words.getFirst());
    }

    /// @param words file, kind, seed, split, count, height, width, scale, frames
    private String hash(List<String> words) {
        GeneratedRequest request =
                new GeneratedRequest(
                        GeneratedKind.valueOf(words.get(1)),
                        Long.parseLong(words.get(2)),
                        Split.valueOf(words.get(3)),
                        number(words, 4),
                        number(words, 5),
                        number(words, 6),
                        number(words, 7),
                        number(words, 8));
        DataSet data = new DataSet(request, 2);
        if (words.getFirst().equals("instances.json")) {
            data.fill(folder);
        } else {
            data.writeTensors(folder.resolve("tensors"));
        }
        return Sha256.of(folder.resolve(words.getFirst()));
    }

    private static int number(List<String> words, int at) {
        return Integer.parseInt(words.get(at));
    }
}
