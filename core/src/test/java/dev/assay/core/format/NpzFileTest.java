package dev.assay.core.format;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.TensorData;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzFileTest {
    /// Where a central directory entry has the uncompressed size, from its signature.
    private static final int UNCOMPRESSED_SIZE = 24;

    private static final int CENTRAL_DIRECTORY = 0x02014b50;

    @TempDir Path folder;
    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void close() {
        arena.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz"})
    void readsTheArchivesThatNumpyWrites(String name) {
        Map<String, TensorData> tensors = NpzFile.read(NumpyBytes.written(name), arena);

        assertThat(tensors.keySet()).containsExactly("image", "mask");
        assertThat(tensors.values())
                .extracting(tensor -> tensor.spec().toString())
                .containsExactly("image FLOAT32 2x3", "mask BOOL 2");
        assertThat(tensors.values()).extracting(tensor -> tensor.get(1)).containsExactly(0.25, 0.0);
    }

    @Test
    void refusesAnEntryThatInflatesBeyondItsClaim() throws IOException {
        Path file = archive(array(1000));
        claim(file, 500);

        assertFails(ErrorKind.DATA, () -> NpzFile.read(file, arena))
                .withMessageContaining(file.toString())
                .withMessageContaining("x.npy is longer than it claims");
    }

    @Test
    void refusesAnEntryShorterThanItsClaim() throws IOException {
        Path file = archive(array(1000));
        claim(file, 5000);

        assertFails(ErrorKind.DATA, () -> NpzFile.read(file, arena))
                .withMessageContaining("x.npy is shorter than it claims");
    }

    @Test
    void refusesAClaimThatNoCompressionReaches() throws IOException {
        Path file = archive(array(1000));
        claim(file, Integer.MAX_VALUE);

        assertFails(ErrorKind.DATA, () -> NpzFile.read(file, arena))
                .withMessageContaining("x.npy claims 2147483647 bytes");
    }

    @Test
    void namesTheEntryThatIsNoArray() throws IOException {
        Path file = archive(new byte[100]);

        assertFails(ErrorKind.DATA, () -> NpzFile.read(file, arena))
                .withMessageContaining(file + "!x.npy is not an .npy array");
    }

    @Test
    void refusesWhatIsNoArchive() throws IOException {
        Path file = Files.write(folder.resolve("a.npz"), new byte[50]);
        Path missing = folder.resolve("missing.npz");

        assertFails(ErrorKind.DATA, () -> NpzFile.read(file, arena))
                .withMessageContaining(file + " is not a readable .npz archive");
        assertFails(ErrorKind.DATA, () -> NpzFile.read(missing, arena))
                .withMessageContaining(missing.toString());
    }

    @Test
    void refusesDamagedCompressedData() throws IOException {
        Path file = archive(array(1000));
        byte[] bytes = Files.readAllBytes(file);
        bytes[30 + "x.npy".length()] = (byte) 0xFF;
        Files.write(file, bytes);

        assertFails(ErrorKind.DATA, () -> NpzFile.read(file, arena))
                .withMessageContaining(file.toString());
    }

    private static byte[] array(int elements) {
        String header = NumpyBytes.header("'|u1'", false, "(" + elements + ",)");
        return NumpyBytes.version1(header, new byte[elements]);
    }

    private Path archive(byte[] entry) throws IOException {
        Path file = folder.resolve("a.npz");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            zip.write(entry);
            zip.closeEntry();
        }
        return file;
    }

    /// Overwrites the uncompressed size in the central directory.
    private static void claim(Path file, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        int entry = bytes.limit() - 4;
        while (bytes.getInt(entry) != CENTRAL_DIRECTORY) {
            entry--;
        }
        bytes.putInt(entry + UNCOMPRESSED_SIZE, size);
        Files.write(file, bytes.array());
    }
}
