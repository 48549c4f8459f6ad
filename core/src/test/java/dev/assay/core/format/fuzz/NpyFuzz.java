package dev.assay.core.format.fuzz;

import dev.assay.core.format.fuzz.Fuzzing.Format;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/// Arrays of every type, order and format version.
final class NpyFuzz implements Format {
    private static final List<String> TYPES =
            List.of(
                    "<f8", "<f4", "<f2", ">f8", ">f4", ">f2", "<f1", "<V2", "<V1", "|i1", "|u1",
                    "<i4", ">i4", "<i8", ">i8", "|b1");

    @Override
    public String suffix() {
        return "npy";
    }

    @Override
    public byte[] source(Random random) {
        return array(random);
    }

    static byte[] array(Random random) {
        String descr = TYPES.get(random.nextInt(TYPES.size()));
        int rank = random.nextInt(4);
        StringBuilder shape = new StringBuilder("(");
        int elements = 1;
        for (int i = 0; i < rank; i++) {
            int extent = 1 + random.nextInt(9);
            elements *= extent;
            shape.append(extent).append(i == 0 || i < rank - 1 ? ", " : "");
        }
        String header =
                "{'descr': '%s', 'fortran_order': %s, 'shape': %s), }"
                        .formatted(descr, random.nextBoolean() ? "True" : "False", shape);
        boolean first = random.nextBoolean();
        int prefix = first ? 10 : 12;
        String padded = header + " ".repeat((127 - prefix - header.length()) % 64) + "\n";
        byte[] data = new byte[elements * (descr.charAt(2) - '0')];
        random.nextBytes(data);
        ByteBuffer file =
                ByteBuffer.allocate(prefix + padded.length() + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        file.put("\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1));
        file.put((byte) (first ? 1 : 2 + random.nextInt(2))).put((byte) 0);
        if (first) {
            file.putShort((short) padded.length());
        } else {
            file.putInt(padded.length());
        }
        file.put(padded.getBytes(StandardCharsets.US_ASCII)).put(data);
        return file.array();
    }

    @Override
    public byte[] damage(byte[] source, Random random) {
        return new Mutator(random).mutate(source);
    }

    @Override
    public Pattern place() {
        return Pattern.compile("byte \\d+|the header");
    }

    @Override
    public Map<String, Decoded> decode(Path file) throws IOException {
        return Map.of("tensor", PlainDecoder.npy(Files.readAllBytes(file)));
    }

    @Override
    public String toString() {
        return suffix();
    }
}
