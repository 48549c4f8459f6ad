package dev.assay.core.format;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.format.storage.MemoryBudget;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.tensor.TensorData;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    void refusesMoreMemoryThanTheLimitForAllArraysTogether() throws IOException {
        Path file = folder.resolve("bomb.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < 5; i++) {
                zip.putNextEntry(new ZipEntry(i + ".npy"));
                zip.write(array(1 << 20));
                zip.closeEntry();
            }
        }
        MemoryBudget budget = new MemoryBudget(3 << 20);

        assertFails(ErrorKind.DATA, () -> NpzFile.read(file, TensorHints.NONE, budget, arena))
                .withMessageContaining(file + "!3.npy: the array needs 1048576 bytes of memory")
                .withMessageContaining("0 are left")
                .withMessageContaining("numpy.savez");
    }

    @Test
    void takesNoMemoryForStoredArrays() {
        MemoryBudget nothing = new MemoryBudget(0);

        assertThat(NpzFile.read(NumpyBytes.written("stored.npz"), TensorHints.NONE, nothing, arena))
                .hasSize(2);
    }

    /// As David Fifield's "better zip bomb" does, without any ratio that is too high.
    @Test
    void refusesFilesThatShareBytes() throws IOException {
        Path file = archive("a.npy", array(10), "b.npy", array(10));
        ByteBuffer bytes = bytes(file);
        int second = record(bytes, bytes.limit() - 4);
        int first = record(bytes, second - 1);
        bytes.put(second + 46, (byte) 'a').putInt(second + 42, bytes.getInt(first + 42));
        Files.write(file, bytes.array());

        assertFails(ErrorKind.DATA, () -> NpzFile.read(file, arena))
                .withMessageContaining("'a.npy' overlaps another file");
    }

    @Test
    void refusesDuplicateNames() throws IOException {
        Path file = archive("a.npy", array(10), "b.npy", array(10));
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, text.replace("b.npy", "a.npy"), StandardCharsets.ISO_8859_1);

        assertFails(ErrorKind.DATA, () -> NpzFile.read(file, arena))
                .withMessageContaining("it has two arrays named 'a'");
    }

    @Test
    void refusesWhatIsNoArrayByName() throws IOException {
        Path file = archive("a.npy", array(10), "b.txt", array(10));

        assertFails(ErrorKind.DATA, () -> NpzFile.read(file, arena))
                .withMessageContaining("it holds 'b.txt', which is no .npy array");
    }

    @Test
    void refusesAStoredArrayWhoseBytesHaveChanged() throws IOException {
        byte[] bytes = Files.readAllBytes(NumpyBytes.written("stored.npz"));
        // The last element of the first array: the header has 128 bytes, the data 24.
        int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("NUMPY") - 1;
        bytes[header + 128 + 23] ^= 1;
        Path file = Files.write(folder.resolve("flipped.npz"), bytes);

        assertFails(ErrorKind.DATA, () -> NpzFile.read(file, arena))
                .withMessageContaining("image.npy has another CRC than its directory says");
    }

    @ParameterizedTest
    @CsvSource({
        "8, 1, encrypted",
        "10, 12, method 12",
        "46, 255, not UTF-8",
        "42, 9, begins at",
        "34, 1, split"
    })
    void refusesWhatTheDirectoryMustNotSay(int offset, int value, String message)
            throws IOException {
        Path file = archive("a.npy", array(10), "b.npy", array(10));
        ByteBuffer bytes = bytes(file);
        bytes.put(record(bytes, bytes.limit() - 4) + offset, (byte) value);
        Files.write(file, bytes.array());

        assertFails(ErrorKind.DATA, () -> NpzFile.read(file, arena))
                .withMessageContaining(file + " is not a readable .npz archive: byte ")
                .withMessageContaining(message);
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
        return archive("x.npy", entry, "y.npy", array(1));
    }

    private Path archive(String first, byte[] one, String second, byte[] other) throws IOException {
        Path file = folder.resolve("a.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(first));
            zip.write(one);
            zip.putNextEntry(new ZipEntry(second));
            zip.write(other);
        }
        return file;
    }

    /// Overwrites the uncompressed size of the first file in the central directory.
    private static void claim(Path file, int size) throws IOException {
        ByteBuffer bytes = bytes(file);
        int second = record(bytes, bytes.limit() - 4);
        bytes.putInt(record(bytes, second - 1) + UNCOMPRESSED_SIZE, size);
        Files.write(file, bytes.array());
    }

    private static ByteBuffer bytes(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Where the last record of the central directory before a place begins.
    private static int record(ByteBuffer bytes, int before) {
        int at = before;
        while (bytes.getInt(at) != CENTRAL_DIRECTORY) {
            at--;
        }
        return at;
    }
}
