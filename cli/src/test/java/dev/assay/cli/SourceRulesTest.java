package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the house style promises of the sources as files.
class SourceRulesTest {
    private static final int LONGEST = 400;
    private static final int MEDIAN = 90;
    private static final List<Path> SOURCES = sources();

    @Test
    void noFileIsLongerThan400Lines() {
        assertThat(SOURCES)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(lines(file).size()).isLessThanOrEqualTo(LONGEST));
    }

    @Test
    void halfOfTheFilesHaveAtMost90Lines() {
        List<Integer> lengths = SOURCES.stream().map(file -> lines(file).size()).sorted().toList();

        assertThat(lengths.get(lengths.size() / 2)).isLessThanOrEqualTo(MEDIAN);
    }

    @Test
    void noTestIsSwitchedOff() {
        assertThat(SOURCES)
                .filteredOn(file -> !file.endsWith("SourceRulesTest.java"))
                .noneMatch(file -> lines(file).stream().anyMatch(it -> it.contains("@Disabled")));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sources() {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
