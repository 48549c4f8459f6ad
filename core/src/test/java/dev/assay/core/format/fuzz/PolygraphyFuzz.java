package dev.assay.core.format.fuzz;

import dev.assay.core.format.Json;
import dev.assay.core.format.fuzz.Fuzzing.Format;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Outputs of one or two runners in one or two iterations, or inputs. A third of the damage is done
/// to an array before it is encoded.
record PolygraphyFuzz(boolean outputs) implements Format {
    @Override
    public Optional<String> runner() {
        return outputs ? Optional.of("trt") : Optional.empty();
    }

    @Override
    public String suffix() {
        return "json";
    }

    @Override
    public byte[] source(Random random) {
        return document(random, false).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] damage(byte[] source, Random random) {
        return random.nextInt(3) == 0
                ? document(random, true).getBytes(StandardCharsets.UTF_8)
                : new Mutator(random).mutate(source);
    }

    private String document(Random random, boolean damaged) {
        int iterations = 1 + random.nextInt(2);
        if (!outputs) {
            return "[" + dict(random, damaged) + "]";
        }
        StringBuilder runner = new StringBuilder("[");
        for (int i = 0; i < iterations; i++) {
            runner.append(i == 0 ? "" : ",\n")
                    .append("{\"outputs\": ")
                    .append(dict(random, damaged))
                    .append(", \"runtime\": 0.25, \"runner_name\": \"trt-1\",")
                    .append(" \"polygraphy_class\": \"IterationResult\"}");
        }
        runner.append("]");
        String other = random.nextBoolean() ? ", [\"onnxrt-1\", " + runner + "]" : "";
        return "{\n    \"lst\": [[\"trt-1\", %s]%s],\n    \"polygraphy_class\": \"RunResults\"\n}"
                .formatted(runner, other);
    }

    private static String dict(Random random, boolean damaged) {
        byte[] x = NpyFuzz.array(random);
        byte[] y = damaged ? new Mutator(random).mutate(NpyFuzz.array(random)) : x;
        String array = "{\"array\": \"%s\", \"polygraphy_class\": \"ndarray\"}";
        String lazy = "{\"values\": " + array + ", \"polygraphy_class\": \"LazyArray\"}";
        return "{\"x\": %s, \"y\": %s}".formatted(array, lazy).formatted(base64(x), base64(y));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public Pattern place() {
        return Pattern.compile("line \\d+|'/|'lst'|byte \\d+|the whole file");
    }

    @Override
    public Map<String, Decoded> decode(Path file) throws IOException {
        JsonNode root = Json.compact().readTree(Files.readAllBytes(file));
        JsonNode iterations = root;
        if (root.isObject()) {
            for (JsonNode runner : root.path("lst")) {
                if (root.path("lst").size() == 1 || runner.path(0).asString().startsWith("trt")) {
                    iterations = runner.path(1);
                }
            }
        }
        Map<String, Decoded> arrays = new HashMap<>();
        for (int i = 0; i < iterations.size(); i++) {
            JsonNode iteration = iterations.path(i);
            String prefix = iterations.size() > 1 ? i + "/" : "";
            (root.isObject() ? iteration.path("outputs") : iteration)
                    .properties()
                    .forEach(it -> arrays.put(prefix + it.getKey(), array(it.getValue())));
        }
        return arrays;
    }

    private static Decoded array(JsonNode node) {
        JsonNode array = node.path("values").isObject() ? node.path("values") : node;
        // Spaces are left out in most dialects of base64, though not in Java's plain one.
        String text = array.path("array").asString().replace(" ", "");
        return PlainDecoder.npy(Base64.getDecoder().decode(text));
    }

    @Override
    public String toString() {
        return outputs ? "Polygraphy's outputs" : "Polygraphy's inputs";
    }
}
