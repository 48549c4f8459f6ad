package dev.assay.core.format;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The safetensors format: 8 bytes header length (little-endian), a JSON header, raw tensors.
///
/// Format: <https://github.com/huggingface/safetensors#format>.
public final class SafetensorsFile {
    private static final long MAX_HEADER_BYTES = 100_000_000;
    private static final String METADATA = "__metadata__";

    private SafetensorsFile() {}

    /// Maps every tensor of the file, in the order of the header.
    ///
    /// @param arena owns the map: the tensors are gone when it is closed
    /// @throws AssayException if the file is damaged or its header does not fit its data
    public static Map<String, TensorData> read(Path file, Arena arena) {
        MemorySegment all = MappedFile.map(file, arena);
        if (all.byteSize() < 8) {
            throw damaged(file, "it is shorter than a header");
        }
        long headerBytes =
                all.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
        if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, all.byteSize() - 8)) {
            throw damaged(file, "its header claims " + headerBytes + " bytes");
        }
        byte[] header = all.asSlice(8, headerBytes).toArray(ValueLayout.JAVA_BYTE);
        MemorySegment data = all.asSlice(8 + headerBytes);
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : parse(file, header).properties()) {
            if (!entry.getKey().equals(METADATA)) {
                tensors.put(entry.getKey(), tensor(file, entry.getKey(), entry.getValue(), data));
            }
        }
        return tensors;
    }

    /// Writes the tensors one after another, by rename.
    public static void write(Path file, Collection<TensorData> tensors) {
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
        // Padded with spaces so that the data starts at a multiple of 8, as the format asks.
        String json = Json.compact().writeValueAsString(header);
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        byte[] text = (json + " ".repeat((8 - bytes % 8) % 8)).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).array());
        out.writeBytes(text);
        for (TensorData tensor : tensors) {
            out.writeBytes(tensor.segment().toArray(ValueLayout.JAVA_BYTE));
        }
        AtomicFile.write(file, out.toByteArray());
    }

    private static JsonNode parse(Path file, byte[] header) {
        try {
            JsonNode node = Json.compact().readTree(header);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            throw damaged(file, "its header is not JSON (" + e.getOriginalMessage() + ")");
        }
        throw damaged(file, "its header is not a JSON object");
    }

    private static TensorData tensor(Path file, String name, JsonNode node, MemorySegment data) {
        JsonNode dims = node.path("shape");
        JsonNode offsets = node.path("data_offsets");
        if (!dims.isArray() || !offsets.isArray() || offsets.size() != 2) {
            throw damaged(file, "tensor '" + name + "' has no shape or data_offsets");
        }
        List<Long> extents = new ArrayList<>();
        for (JsonNode dim : dims) {
            if (!dim.isIntegralNumber() || dim.asLong(-1) < 0) {
                throw damaged(file, "tensor '" + name + "' has a bad shape " + dims);
            }
            extents.add(dim.asLong());
        }
        ElementType type = elementType(file, name, node.path("dtype").asString(""));
        TensorSpec spec = new TensorSpec(name, type, new Shape(extents));
        long begin = offsets.get(0).asLong(-1);
        long end = offsets.get(1).asLong(-1);
        if (begin < 0 || end < begin || end > data.byteSize() || end - begin != size(file, spec)) {
            throw damaged(
                    file, "tensor '%s' has data_offsets [%s, %s]".formatted(name, begin, end));
        }
        return new TensorData(spec, data.asSlice(begin, end - begin));
    }

    private static long size(Path file, TensorSpec spec) {
        try {
            return spec.byteSize();
        } catch (AssayException e) {
            throw damaged(file, String.valueOf(e.getMessage()));
        }
    }

    private static ElementType elementType(Path file, String tensor, String name) {
        for (ElementType type : ElementType.values()) {
            if (type.safetensorsName().equals(name)) {
                return type;
            }
        }
        throw damaged(file, "tensor '" + tensor + "' has the unknown dtype '" + name + "'");
    }

    private static AssayException damaged(Path file, String why) {
        return AssayException.data(file + " is not a valid safetensors file: " + why);
    }
}
