package dev.assay.core.format;

import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsHeader.Entry;
import dev.assay.core.format.storage.Quoted;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.util.ByteBufferBackedInputStream;

/// The safetensors format: 8 bytes header length (little-endian), a JSON header, raw tensors.
///
/// Format: <https://github.com/huggingface/safetensors#format>. A tensor of 8 bits has a scale if
/// the header's `__metadata__` has the key `assay.scale.` followed by the tensor's name.
public final class SafetensorsFile {
    private static final int PREFIX = Long.BYTES;
    private static final long MAX_HEADER_BYTES = 100_000_000;
    private static final ValueLayout.OfLong LENGTH =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private SafetensorsFile() {}

    /// Writes the tensors one after another, by rename.
    public static void write(Path file, Collection<TensorData> tensors) {
        write(file, tensors, Map.of());
    }

    /// Writes the tensors with notes in the header's `__metadata__`, as {@link #notes} reads them.
    ///
    /// @param notes keys begin with `assay.`
    public static void write(Path file, Collection<TensorData> tensors, Map<String, String> notes) {
        SafetensorsWriter.write(file, tensors, notes);
    }

    public static Map<String, TensorData> read(Path file, Arena arena) {
        return read(file, TensorHints.NONE, arena);
    }

    /// Maps every tensor of the file, in the order of the header.
    ///
    /// @param arena owns the map: the tensors are gone when it is closed
    /// @throws AssayException if the file is damaged, its header does not fit its data, or tensors
    ///   share bytes or leave some out, which the format forbids
    public static Map<String, TensorData> read(Path file, TensorHints hints, Arena arena) {
        MemorySegment all = MappedFile.map(file, arena);
        SafetensorsHeader header = header(file, all);
        MemorySegment data = all.asSlice(PREFIX + all.get(LENGTH, 0));
        checkCover(file, header, data.byteSize());
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        header.entries()
                .forEach((name, entry) -> {
                    MemorySegment bytes = data.asSlice(entry.begin(), entry.end() - entry.begin());
                    tensors.put(name, tensor(file, name, entry, hints, bytes));
                });
        return tensors;
    }

    /// What the header's `__metadata__` says under keys that begin with `assay.`, but for scales.
    public static Map<String, String> notes(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            return Map.copyOf(header(file, MappedFile.map(file, arena)).notes());
        }
    }

    private static SafetensorsHeader header(Path file, MemorySegment all) {
        if (all.byteSize() < PREFIX + 2) {
            throw damaged(file, "byte 0: it is shorter than a header");
        }
        long headerBytes = all.get(LENGTH, 0);
        if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, all.byteSize() - PREFIX)) {
            throw damaged(
                    file,
                    "byte 0: its header claims %s bytes of the file's %s"
                            .formatted(headerBytes, all.byteSize()));
        }
        // A zero byte would make the JSON parser guess at an encoding that is not UTF-8.
        if (all.get(ValueLayout.JAVA_BYTE, PREFIX) != '{'
                || all.get(ValueLayout.JAVA_BYTE, PREFIX + 1) == 0) {
            throw damaged(file, "byte 8: its header does not begin with {");
        }
        return SafetensorsHeader.read(
                file,
                new ByteBufferBackedInputStream(all.asSlice(PREFIX, headerBytes).asByteBuffer()));
    }

    /// The data has to be used from its first to its last byte, each once.
    private static void checkCover(Path file, SafetensorsHeader header, long bytes) {
        List<Map.Entry<String, Entry>> ordered = new ArrayList<>(header.entries().entrySet());
        ordered.sort(
                Map.Entry.comparingByValue(
                        Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end)));
        header.entries().forEach((name, entry) -> checkSize(file, name, entry));
        long covered = 0;
        for (Map.Entry<String, Entry> it : ordered) {
            Entry entry = it.getValue();
            if (entry.begin() != covered || entry.end() < covered || entry.end() > bytes) {
                throw damaged(
                        file,
                        "tensor %s has data_offsets [%s, %s], where %s of %s bytes are taken"
                                .formatted(
                                        Quoted.of(it.getKey()),
                                        entry.begin(),
                                        entry.end(),
                                        covered,
                                        bytes));
            }
            covered = entry.end();
        }
        if (covered != bytes) {
            throw damaged(
                    file,
                    "its tensors end at byte %s of the data, which has %s"
                            .formatted(covered, bytes));
        }
    }

    private static void checkSize(Path file, String name, Entry entry) {
        boolean fits;
        try {
            long bytes = Math.multiplyExact(entry.shape().elements(), entry.type().bytes());
            fits = bytes == entry.end() - entry.begin();
        } catch (AssayException | ArithmeticException e) {
            // More than fit a long are more than any file has.
            fits = false;
        }
        if (!fits) {
            throw damaged(
                    file,
                    "tensor %s has data_offsets [%s, %s], which are not the bytes of %s %s"
                            .formatted(
                                    Quoted.of(name),
                                    entry.begin(),
                                    entry.end(),
                                    entry.type().label(),
                                    entry.shape()));
        }
    }

    private static TensorData tensor(
            Path file, String name, Entry entry, TensorHints hints, MemorySegment bytes) {
        String where = file + ": tensor " + Quoted.of(name);
        TensorSpec spec =
                new TensorSpec(name, entry.type().resolve(where, name, hints), entry.shape());
        try {
            return new TensorData(spec, bytes).withScale(entry.scale());
        } catch (AssayException e) {
            // A scale that is none, or of a type that has none.
            throw damaged(file, "tensor %s: %s".formatted(Quoted.of(name), e.getMessage()));
        }
    }

    private static AssayException damaged(Path file, String why) {
        return AssayException.data(
                file + " is not a valid safetensors file: " + why + ": save it again");
    }
}
