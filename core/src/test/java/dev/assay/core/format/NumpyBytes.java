package dev.assay.core.format;

import dev.assay.core.Golden;
import dev.assay.core.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// `.npy` files byte by byte, as NumPy's format description has them.
final class NumpyBytes {
    private NumpyBytes() {}

    /// A file that NumPy itself wrote; see `numpy/README.md`.
    static Path written(String name) {
        return Golden.module().resolve("src/test/resources/numpy").resolve(name);
    }

    static String header(String descr, boolean fortran, String shape) {
        return "{'descr': %s, 'fortran_order': %s, 'shape': %s, }"
                .formatted(descr, fortran ? "True" : "False", shape);
    }

    /// Format version 1.0: a header length of two bytes, padded to 64 with a line feed at the end.
    static byte[] version1(String header, byte... data) {
        String padded = padded(header, 10);
        ByteBuffer bytes = Tensors.littleEndian(10 + padded.length() + data.length);
        bytes.put(magic(1)).putShort((short) padded.length());
        return Tensors.bytes(bytes.put(padded.getBytes(StandardCharsets.US_ASCII)).put(data));
    }

    /// Format version 2.0: a header length of four bytes.
    static byte[] version2(String header, byte... data) {
        String padded = padded(header, 12);
        ByteBuffer bytes = Tensors.littleEndian(12 + padded.length() + data.length);
        bytes.put(magic(2)).putInt(padded.length());
        return Tensors.bytes(bytes.put(padded.getBytes(StandardCharsets.US_ASCII)).put(data));
    }

    private static String padded(String header, int prefix) {
        int unpadded = prefix + header.length() + 1;
        return header + " ".repeat((64 - unpadded % 64) % 64) + "\n";
    }

    private static byte[] magic(int major) {
        return new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) major, 0};
    }
}
