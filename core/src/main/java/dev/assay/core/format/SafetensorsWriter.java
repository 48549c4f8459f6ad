package dev.assay.core.format;

import dev.assay.core.tensor.TensorData;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes safetensors from wherever the tensors are, without a copy on the heap.
final class SafetensorsWriter {
    private static final long SLICE_BYTES = 1 << 30;

    private SafetensorsWriter() {}

    static void write(Path file, Collection<TensorData> tensors, Map<String, String> notes) {
        ObjectNode header = Json.compact().createObjectNode();
        long offset = 0;
        for (TensorData tensor : tensors) {
            ObjectNode entry = header.putObject(tensor.name());
            entry.put("dtype", tensor.spec().elementType().safetensorsName());
            ArrayNode shape = entry.putArray("shape");
            tensor.shape().dims().forEach(shape::add);
            long end = offset + tensor.spec().byteSize();
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        for (TensorData tensor : tensors) {
            if (tensor.scale() != 1) {
                header.withObjectProperty(SafetensorsHeader.METADATA)
                        .put(
                                SafetensorsHeader.SCALE + tensor.name(),
                                Float.toString(tensor.scale()));
            }
        }
        new TreeMap<>(notes)
                .forEach((key, note) ->
                        header.withObjectProperty(SafetensorsHeader.METADATA).put(key, note));
        // Padded with spaces so that the data starts at a multiple of 8, as the format asks.
        String json = Json.compact().writeValueAsString(header);
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        byte[] text = (json + " ".repeat((8 - bytes % 8) % 8)).getBytes(StandardCharsets.UTF_8);
        List<ByteBuffer> parts = new ArrayList<>();
        parts.add(
                ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(text.length)
                        .flip());
        parts.add(ByteBuffer.wrap(text));
        tensors.forEach(tensor -> slices(tensor.segment(), parts));
        AtomicFile.write(file, parts);
    }

    private static void slices(MemorySegment data, List<ByteBuffer> parts) {
        for (long at = 0; at < data.byteSize(); at += SLICE_BYTES) {
            parts.add(data.asSlice(at, Math.min(SLICE_BYTES, data.byteSize() - at)).asByteBuffer());
        }
    }
}
