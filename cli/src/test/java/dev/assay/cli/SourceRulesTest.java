package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the house style promises of the sources as files.
class SourceRulesTest {
    private static final int LONGEST = 400;
    private static final int MEDIAN = 90;
    private static final int BLOCK_BYTES = 4096;
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

    /// A clone stays small: 28 MiB as a disk counts them, in blocks of 4 KiB.
    @Test
    void trackedFilesFitInto28MebibytesAndNoneHasMoreThan8() throws Exception {
        Path root = Path.of("..").toRealPath();
        assumeThat(root.resolve(".git")).exists();
        Process git =
                new ProcessBuilder("git", "-C", root.toString(), "ls-files", "-z")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).isZero();
        long blocks = 0;
        for (String name : names.split("\0", -1)) {
            Path file = root.resolve(name);
            // A file that was deleted and not yet committed is still listed.
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                assertThat(Files.size(file)).as(name).isLessThanOrEqualTo(8 << 20);
                blocks += Math.ceilDiv(Files.size(file), BLOCK_BYTES);
            }
        }

        assertThat(blocks).isPositive().isLessThanOrEqualTo((28 << 20) / BLOCK_BYTES);
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
