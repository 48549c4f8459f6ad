package dev.assay.engines.tensorrt.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What needs no TensorRT: where libraries are, and what is said of those that are none.
class PluginLibrariesTest {
    @TempDir Path folder;

    @Test
    void readsTheOptionAsAbsolutePaths() {
        assertThat(PluginLibraries.of(Optional.empty()).sha256()).isEmpty();
        assertThat(PluginLibraries.of(Optional.of("/a/liba.so, /b/../c/libc.so")).files())
                .isEqualTo(List.of(Path.of("/a/liba.so"), Path.of("/c/libc.so")));
    }

    /// Another library is another engine.
    @Test
    void knowsLibrariesByTheirContents() throws IOException {
        Path library = Files.writeString(folder.resolve("libone.so"), "one");
        PluginLibraries libraries = new PluginLibraries(List.of(library));
        String before = libraries.sha256().orElseThrow();

        Files.writeString(library, "two");

        assertThat(libraries.sha256().orElseThrow()).isNotEqualTo(before).hasSize(64);
    }

    @Test
    void quotesTheSystemsLoaderOnWhatIsNoLibrary() throws IOException {
        Path text =
                Files.writeString(folder.resolve("libtext.so"), "no library at all ".repeat(99));

        assertThatThrownBy(() -> SharedObject.open(text))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.ENVIRONMENT))
                .hasMessageContaining("libtext.so cannot be loaded")
                .hasMessageContaining("invalid ELF header");
        assertThat(SharedObject.isOpen(text)).isFalse();
    }

    /// The loader would map it, and the process die of a signal that names no file.
    @Test
    void refusesALibraryThatIsCutShort() throws IOException {
        Path whole = Path.of(System.getProperty("java.home"), "lib", "libjava.so");
        byte[] bytes = Files.readAllBytes(whole);
        Path half = folder.resolve("libhalf.so");
        Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> SharedObject.open(half))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.ENVIRONMENT))
                .hasMessageContaining("libhalf.so is cut short")
                .hasMessageContaining("bytes are missing");
    }

    @Test
    void saysWhereAMissingLibraryIsBuilt() {
        PluginLibraries libraries = new PluginLibraries(List.of(folder.resolve("libnone.so")));

        assertThatThrownBy(libraries::sha256)
                .hasMessageContaining("libnone.so")
                .hasMessageContaining("plugins-cuda/README.md");
    }
}
