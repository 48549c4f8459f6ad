package dev.assay.core.format;

import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes safetensors from wherever the tensors are, without a copy on the heap.
final class SafetensorsWriter {
    private static final long SLICE_BYTES = 1 << 30;

    private SafetensorsWriter() {}

    static void write(Path file, Collection<TensorData> tensors) {
        List<ByteBuffer> parts = new ArrayList<>();
        parts.add(
                header(
                        tensors.stream().map(TensorData::spec).toList(),
                        node -> scales(tensors, node)));
        tensors.forEach(tensor -> slices(tensor.segment(), parts));
        AtomicFile.write(file, parts);
    }

    /// Everything before the tensors' data.
    static ByteBuffer header(List<TensorSpec> specs, Consumer<ObjectNode> metadata) {
        ObjectNode header = Json.compact().createObjectNode();
        long offset = 0;
        for (TensorSpec spec : specs) {
            ObjectNode entry = header.putObject(spec.name());
            entry.put("dtype", spec.elementType().safetensorsName());
            ArrayNode shape = entry.putArray("shape");
            spec.shape().dims().forEach(shape::add);
            long end = Math.addExact(offset, spec.byteSize());
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        metadata.accept(header);
        // Padded with spaces so that the data starts at a multiple of 8, as the format asks.
        String json = Json.compact().writeValueAsString(header);
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        byte[] text = (json + " ".repeat((8 - bytes % 8) % 8)).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .flip();
    }

    private static void scales(Collection<TensorData> tensors, ObjectNode header) {
        for (TensorData tensor : tensors) {
            if (tensor.scale() != 1) {
                header.withObjectProperty(SafetensorsHeader.METADATA)
                        .put(
                                SafetensorsHeader.SCALE + tensor.name(),
                                Float.toString(tensor.scale()));
            }
        }
    }

    private static void slices(MemorySegment data, List<ByteBuffer> parts) {
        for (long at = 0; at < data.byteSize(); at += SLICE_BYTES) {
            parts.add(data.asSlice(at, Math.min(SLICE_BYTES, data.byteSize() - at)).asByteBuffer());
        }
    }
}
