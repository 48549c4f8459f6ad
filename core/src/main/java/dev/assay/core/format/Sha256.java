package dev.assay.core.format;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 as 64 lower-case hexadecimal digits.
public final class Sha256 {
    private static final int CHUNK_BYTES = 1 << 20;

    private Sha256() {}

    public static String of(String text) {
        return hex(digest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    public static String of(MemorySegment segment) {
        MessageDigest digest = digest();
        for (long offset = 0; offset < segment.byteSize(); offset += CHUNK_BYTES) {
            long length = Math.min(CHUNK_BYTES, segment.byteSize() - offset);
            digest.update(segment.asSlice(offset, length).asByteBuffer());
        }
        return hex(digest.digest());
    }

    /// @throws AssayException if the file cannot be read
    public static String of(Path file) {
        MessageDigest digest = digest();
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                digest.update(chunk, 0, read);
            }
        } catch (IOException e) {
            throw new AssayException(ErrorKind.DATA, "Cannot read " + file + ": " + e, e);
        }
        return hex(digest.digest());
    }

    /// What writes the bytes to be hashed.
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /// Of what is written, which is not kept.
    public static String ofWritten(Content content) {
        MessageDigest digest = digest();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            content.writeTo(out);
        } catch (IOException e) {
            throw new AssayException(ErrorKind.INTERNAL, "Cannot hash what is written: " + e, e);
        }
        return hex(digest.digest());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssayException(ErrorKind.INTERNAL, "Every JDK has SHA-256", e);
        }
    }
}
