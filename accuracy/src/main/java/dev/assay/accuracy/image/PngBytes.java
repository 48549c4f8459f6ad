package dev.assay.accuracy.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Encodes small pictures as PNG (ISO/IEC 15948), 8 bits a sample.
///
/// Not by ImageIO: that loads AWT and its native libraries into the process of the engine under
/// test, which must not depend on them and would start a good deal slower.
public final class PngBytes {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int INDEXED = 3;

    private PngBytes() {}

    /// @param samples row-major, 1 or 3 a pixel
    public static byte[] of(int width, int height, byte[] samples) {
        return encode(width, height, samples.length == width * height ? GREY : RGB, samples);
    }

    /// @param indices row-major, into the error colours
    static byte[] ofErrors(int width, int height, byte[] indices) {
        return encode(width, height, INDEXED, indices);
    }

    private static byte[] encode(int width, int height, int type, byte[] samples) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        byte[] header =
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) 8)
                        .put((byte) type)
                        .array();
        chunk(out, "IHDR", header);
        if (type == INDEXED) {
            chunk(out, "PLTE", ErrorColors.palette());
        }
        chunk(out, "IDAT", deflate(samples, samples.length / height));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /// Every line begins with the number of its filter; 0 is none.
    private static byte[] deflate(byte[] samples, int line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            for (int from = 0; from < samples.length; from += line) {
                out.write(0);
                out.write(samples, from, line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String name, byte[] data) {
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(type);
        crc.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(type);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
