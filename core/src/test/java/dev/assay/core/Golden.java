package dev.assay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares what Assay writes with the files under `src/test/resources/golden`.
///
/// They seal the formats that other tools read; `README.md` beside them says how to renew them.
public final class Golden {
    private static final boolean RENEW = Boolean.getBoolean("assay.golden.renew");

    private Golden() {}

    public static void assertMatches(String name, String written) {
        Path file = module().resolve("src/test/resources/golden").resolve(name);
        try {
            if (RENEW) {
                Files.writeString(file, written);
            }
            assertThat(written).as("golden file %s", name).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A golden file that only is read.
    public static String read(String name) throws IOException {
        return Files.readString(module().resolve("src/test/resources/golden").resolve(name));
    }

    /// The folder of the core module.
    public static Path module() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    }
}
