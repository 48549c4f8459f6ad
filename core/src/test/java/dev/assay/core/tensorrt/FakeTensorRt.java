package dev.assay.core.tensorrt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Folders that look like TensorRT's to whom looks without loading anything.
public final class FakeTensorRt {
    private static final int HEADER = 64;
    private static final int SECTION = 64;

    private FakeTensorRt() {}

    /// Makes libnvinfer with the symbol that tells its version, and what lies beside it.
    ///
    /// @param version for example `10.15.1.29`
    public static Path make(Path folder, String version) throws IOException {
        Files.createDirectories(folder);
        String major = version.substring(0, version.indexOf('.'));
        Files.write(
                folder.resolve("libnvinfer.so." + major),
                library("\0getInferLibVersion\0tensorrt_version_" + version.replace('.', '_')));
        Files.createFile(folder.resolve("libnvinfer_plugin.so." + major));
        Files.createFile(folder.resolve("libnvonnxparser.so." + major));
        return folder;
    }

    /// A shared library of nothing but the names of its symbols.
    static byte[] library(String names) {
        byte[] strings = (names + "\0").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer elf =
                ByteBuffer.allocate(HEADER + 2 * SECTION + strings.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        elf.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        elf.putLong(0x28, HEADER);
        elf.putShort(0x3a, (short) SECTION);
        elf.putShort(0x3c, (short) 2);
        elf.putInt(HEADER + 0x04, 11);
        elf.putInt(HEADER + 0x28, 1);
        elf.putInt(HEADER + SECTION + 0x04, 3);
        elf.putLong(HEADER + SECTION + 0x18, HEADER + 2 * SECTION);
        elf.putLong(HEADER + SECTION + 0x20, strings.length);
        elf.put(HEADER + 2 * SECTION, strings);
        return elf.array();
    }
}
