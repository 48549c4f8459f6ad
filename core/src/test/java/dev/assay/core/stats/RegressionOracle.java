package dev.assay.core.stats;

import dev.assay.core.Golden;
import dev.assay.core.format.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/// The files of `conformance/regression`; see `README.md` there.
public final class RegressionOracle {
    private static final Path FOLDER =
            Golden.module().resolve("src/test/resources/conformance/regression");

    private RegressionOracle() {}

    public static JsonNode read(String name) {
        try {
            return Json.compact().readTree(Files.readString(FOLDER.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A series a line: `id`, `cat`, `truth`, `y` and `otava`.
    public static List<JsonNode> synthetic() {
        try (GZIPInputStream lines =
                new GZIPInputStream(
                        Files.newInputStream(FOLDER.resolve("synthetic_known.jsonl.gz")))) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(Json.compact()::readTree)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static double[] doubles(JsonNode array) {
        return IntStream.range(0, array.size()).mapToDouble(i -> array.get(i).asDouble()).toArray();
    }

    public static List<Integer> integers(JsonNode array) {
        return IntStream.range(0, array.size()).mapToObj(i -> array.get(i).asInt()).toList();
    }
}
