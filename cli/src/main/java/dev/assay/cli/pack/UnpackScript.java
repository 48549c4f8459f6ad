package dev.assay.cli.pack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// `unpack.sh` of a kit.
final class UnpackScript {
    private static final String TEMPLATE = "unpack.sh";
    private static final long KIBI = 1024;

    private UnpackScript() {}

    /// @param firstBytes of the kit's stream that are a `.tar.gz`
    /// @param unpackedBytes of all files of the kit
    static String text(long firstBytes, long unpackedBytes) {
        try (InputStream in = UnpackScript.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new IllegalStateException("There is no resource " + TEMPLATE);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@FIRST_BYTES@", Long.toString(firstBytes))
                    .replace("@UNPACKED_KIB@", Long.toString(unpackedBytes / KIBI + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
