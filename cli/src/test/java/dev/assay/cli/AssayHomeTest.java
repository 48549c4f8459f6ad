package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssayHomeTest {
    private static final String INSTALLED = "assay.home";

    @TempDir Path folder;

    private String user = "";

    @BeforeEach
    void rememberTheUser() {
        user = System.getProperty("user.home");
    }

    @AfterEach
    void restore() {
        System.setProperty("user.home", user);
        System.clearProperty(INSTALLED);
    }

    @Test
    void takesTheCacheFromTheUserAndElseFromTheVariableOrATemporaryFolder() {
        System.setProperty("user.home", "/home/someone");
        assertThat(cache(Map.of())).isEqualTo(Path.of("/home/someone/.cache/assay"));
        assertThat(cache(Map.of("XDG_CACHE_HOME", "/c"))).isEqualTo(Path.of("/c/assay"));

        // What Java says of a user whom the host does not know.
        System.setProperty("user.home", "?");
        assertThat(cache(Map.of("HOME", "/h"))).isEqualTo(Path.of("/h/.cache/assay"));
        assertThat(cache(Map.of()))
                .isEqualTo(Path.of(System.getProperty("java.io.tmpdir"), ".cache/assay"));
    }

    @Test
    void prefersAReleasesOwnDataToThatOfTheCloneItLiesIn() throws Exception {
        Path clone = Files.createDirectories(folder.resolve("reference-data"));
        Path dist = Files.createDirectories(folder.resolve("dist"));
        System.setProperty(INSTALLED, dist.toString());
        assertThat(home().referenceData()).contains(clone);
        assertThat(home().released()).isFalse();

        Path own = Files.createDirectories(dist.resolve("reference-data"));
        Files.createDirectories(dist.resolve("jre"));
        assertThat(home().referenceData()).contains(own);
        assertThat(home().released()).isTrue();
    }

    private AssayHome home() {
        return AssayHome.detect(Map.of(), folder);
    }

    private Path cache(Map<String, String> variables) {
        return AssayHome.detect(variables, folder).cache();
    }
}
