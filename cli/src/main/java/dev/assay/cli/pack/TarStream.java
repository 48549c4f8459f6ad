package dev.assay.cli.pack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;

/// Writes files as a POSIX `ustar` archive, which every tar unpacks.
final class TarStream {
    private static final int BLOCK = 512;
    private static final int NAME_LENGTH = 100;
    private static final int PREFIX_LENGTH = 155;
    private static final int COPY_BYTES = 1 << 18;

    private final OutputStream out;

    TarStream(OutputStream out) {
        this.out = out;
    }

    /// @throws IOException if the file is not as long as it was when it was listed
    void add(KitFile file) throws IOException {
        long seconds = Files.getLastModifiedTime(file.source()).toInstant().getEpochSecond();
        out.write(header(file, seconds));
        long left = file.bytes();
        byte[] buffer = new byte[COPY_BYTES];
        try (InputStream in = Files.newInputStream(file.source())) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                left -= read;
                if (left < 0) {
                    break;
                }
                out.write(buffer, 0, read);
            }
        }
        if (left != 0) {
            throw new IOException(file.source() + " changed while it was packed: pack again");
        }
        out.write(new byte[(int) (-file.bytes() & (BLOCK - 1))]);
    }

    /// Ends the archive; the stream below stays open.
    void finish() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private static byte[] header(KitFile file, long seconds) throws IOException {
        byte[] header = new byte[BLOCK];
        byte[] name = file.name().getBytes(StandardCharsets.UTF_8);
        int cut = cut(name, file.name());
        put(header, 0, Arrays.copyOfRange(name, cut == 0 ? 0 : cut + 1, name.length));
        put(header, 345, Arrays.copyOfRange(name, 0, cut));
        put(header, 100, octal(file.executable() ? 0755 : 0644, 7));
        put(header, 108, octal(0, 7));
        put(header, 116, octal(0, 7));
        put(header, 124, octal(file.bytes(), 11));
        put(header, 136, octal(seconds, 11));
        header[156] = '0';
        put(header, 257, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
        // The checksum is taken with blanks in its own place.
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        put(header, 148, octal(sum, 6));
        header[154] = 0;
        return header;
    }

    /// Where a long name is cut into a prefix and the rest: at a slash; 0 for a short one.
    private static int cut(byte[] name, String text) throws IOException {
        if (name.length <= NAME_LENGTH) {
            return 0;
        }
        for (int index = Math.min(PREFIX_LENGTH, name.length - 1); index > 0; index--) {
            if (name[index] == '/' && name.length - index - 1 <= NAME_LENGTH) {
                return index;
            }
        }
        throw new IOException("The name is too long for a tar archive: " + text);
    }

    private static byte[] octal(long value, int digits) throws IOException {
        String text = String.format(Locale.ROOT, "%0" + digits + "o", value);
        if (text.length() > digits) {
            throw new IOException("Too large for a tar archive: " + value);
        }
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void put(byte[] header, int offset, byte[] bytes) {
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
