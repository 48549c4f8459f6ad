package dev.assay.core.format.fuzz;

import dev.assay.core.format.Json;
import dev.assay.core.format.fuzz.Fuzzing.Format;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Files of up to four tensors. Half of the damage is done to the header alone, whose length is
/// then put right.
final class SafetensorsFuzz implements Format {
    /// Names in safetensors and in NumPy.
    private static final Map<String, String> TYPES =
            Map.ofEntries(
                    Map.entry("F64", "f8"),
                    Map.entry("F32", "f4"),
                    Map.entry("F16", "f2"),
                    Map.entry("BF16", "V2"),
                    Map.entry("F8_E4M3", "e4"),
                    Map.entry("F8_E5M2", "e5"),
                    Map.entry("I8", "i1"),
                    Map.entry("U8", "u1"),
                    Map.entry("I32", "i4"),
                    Map.entry("I64", "i8"),
                    Map.entry("BOOL", "b1"));

    @Override
    public String suffix() {
        return "safetensors";
    }

    @Override
    public byte[] source(Random random) {
        StringBuilder header = new StringBuilder("{");
        if (random.nextBoolean()) {
            header.append("\"__metadata__\":{\"format\":\"pt\"},");
        }
        List<String> types = TYPES.keySet().stream().sorted().toList();
        int end = 0;
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String type = types.get(random.nextInt(types.size()));
            int rows = random.nextInt(40);
            int begin = end;
            end += rows * 3 * width(type);
            header.append("\"t%s\":{\"dtype\":\"%s\",".formatted(i, type))
                    .append(
                            "\"shape\":[%s,3],\"data_offsets\":[%s,%s]}"
                                    .formatted(rows, begin, end))
                    .append(i == count - 1 ? "}" : ",");
        }
        byte[] data = new byte[end];
        random.nextBytes(data);
        return file(header.toString().getBytes(StandardCharsets.UTF_8), data);
    }

    private static int width(String type) {
        String plain = TYPES.getOrDefault(type, "");
        return plain.startsWith("e") ? 1 : plain.charAt(1) - '0';
    }

    private static byte[] file(byte[] header, byte[] data) {
        return ByteBuffer.allocate(8 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data)
                .array();
    }

    @Override
    public byte[] damage(byte[] source, Random random) {
        Mutator mutator = new Mutator(random);
        if (random.nextBoolean()) {
            return mutator.mutate(source);
        }
        int begin = 8 + headerBytes(source);
        return file(
                mutator.mutate(Arrays.copyOfRange(source, 8, begin)),
                Arrays.copyOfRange(source, begin, source.length));
    }

    private static int headerBytes(byte[] file) {
        return (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    @Override
    public Pattern place() {
        return Pattern.compile("byte \\d+|line \\d+|tensor '|the whole file");
    }

    @Override
    public Map<String, Decoded> decode(Path path) throws IOException {
        byte[] file = Files.readAllBytes(path);
        int begin = 8 + headerBytes(file);
        Map<String, Decoded> tensors = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry :
                Json.compact().readTree(Arrays.copyOfRange(file, 8, begin)).properties()) {
            JsonNode node = entry.getValue();
            if (!entry.getKey().equals("__metadata__")) {
                List<Long> shape = new ArrayList<>();
                node.path("shape").forEach(it -> shape.add(it.asLong()));
                int from = node.path("data_offsets").path(0).asInt();
                int to = node.path("data_offsets").path(1).asInt();
                ByteBuffer data = ByteBuffer.wrap(file).slice(begin + from, to - from);
                String type = TYPES.getOrDefault(node.path("dtype").asString(), "?");
                tensors.put(
                        entry.getKey(),
                        PlainDecoder.decode(
                                type, shape, data.order(ByteOrder.LITTLE_ENDIAN), false));
            }
        }
        return tensors;
    }

    @Override
    public String toString() {
        return suffix();
    }
}
