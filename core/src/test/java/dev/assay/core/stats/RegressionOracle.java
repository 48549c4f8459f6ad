package dev.assay.core.stats;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.core.Golden;
import dev.assay.core.format.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;

/// The files of `conformance/regression`; see `README.md` there.
public enum RegressionOracle {
    /// In the repository.
    PACKED,
    /// Beside the repository; tests are skipped where they are not.
    WHOLE;

    public JsonNode read(String name) {
        try {
            if (this == WHOLE) {
                Path folder =
                        Golden.module().resolve("../../shared/conformance/regression").normalize();
                assumeTrue(Files.isDirectory(folder), "the whole files are not here: " + folder);
                return Json.compact().readTree(Files.readString(folder.resolve(name)));
            }
            Path file =
                    Golden.module()
                            .resolve("src/test/resources/conformance/regression")
                            .resolve(name + ".gz");
            try (GZIPInputStream json = new GZIPInputStream(Files.newInputStream(file))) {
                return Json.compact().readTree(json);
            }
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
