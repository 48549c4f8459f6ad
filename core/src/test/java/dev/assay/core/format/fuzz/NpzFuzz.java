package dev.assay.core.format.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.fuzz.Fuzzing.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Archives of up to three arrays, stored and deflated. A third of the damage is done to an array
/// before it is packed, so that no checksum gives it away.
final class NpzFuzz implements Format {
    @Override
    public String suffix() {
        return "npz";
    }

    @Override
    public byte[] source(Random random) throws IOException {
        return archive(random, false);
    }

    @Override
    public byte[] damage(byte[] source, Random random) throws IOException {
        return random.nextInt(3) == 0 ? archive(random, true) : new Mutator(random).mutate(source);
    }

    private static byte[] archive(Random random, boolean damaged) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                byte[] array = NpyFuzz.array(random);
                if (damaged && i == 0) {
                    array = new Mutator(random).mutate(array);
                }
                ZipEntry entry = new ZipEntry("arr_" + i + ".npy");
                if (random.nextBoolean()) {
                    CRC32 crc = new CRC32();
                    crc.update(array);
                    entry.setMethod(ZipEntry.STORED);
                    entry.setSize(array.length);
                    entry.setCrc(crc.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(array);
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public Pattern place() {
        return Pattern.compile("bytes? \\d+|!.*\\.npy|two arrays named|it holds '|the whole file");
    }

    @Override
    public Map<String, Decoded> decode(Path file) throws IOException {
        Map<String, Decoded> arrays = new HashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                String name = entry.getName().replaceFirst("\\.npy$", "");
                byte[] array = zip.getInputStream(entry).readAllBytes();
                CRC32 crc = new CRC32();
                crc.update(array);
                assertThat(crc.getValue()).as(name).isEqualTo(entry.getCrc());
                arrays.put(name, PlainDecoder.npy(array));
            }
        }
        return arrays;
    }

    @Override
    public String toString() {
        return suffix();
    }
}
