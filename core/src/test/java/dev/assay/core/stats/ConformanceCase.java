package dev.assay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.format.FloatFile;
import dev.assay.core.format.Json;
import dev.assay.core.tensor.Shape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Two tensors and the statistics that an independent oracle computes of them.
record ConformanceCase(String name, TensorPairs pairs, JsonNode expected) {
    private static final double RELATIVE_TOLERANCE = 1e-12;

    static ConformanceCase load(Path folder, String name, Arena arena) throws IOException {
        JsonNode json = Json.compact().readTree(Files.readString(folder.resolve(name + ".json")));
        Shape shape = Json.compact().treeToValue(json.path("shape"), Shape.class);
        TensorPairs pairs =
                TensorPairs.of(
                        FloatFile.map(folder.resolve(name + ".a.f32"), shape, arena),
                        FloatFile.map(folder.resolve(name + ".b.f32"), shape, arena));
        return new ConformanceCase(name, pairs, json.path("expected"));
    }

    /// Asserts every key that Assay's JSON has; gives those that it has not.
    List<String> check() {
        JsonNode actual = ErrorStatisticsJson.of(ErrorCalculator.calculate(pairs));
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            if (actual.has(entry.getKey())) {
                check(name + "." + entry.getKey(), entry.getValue(), actual.get(entry.getKey()));
            } else {
                unknown.add(entry.getKey());
            }
        }
        return unknown;
    }

    private static void check(String where, JsonNode expected, JsonNode actual) {
        if (expected.isObject()) {
            assertThat(actual.propertyNames()).as(where).containsAll(expected.propertyNames());
            expected.properties()
                    .forEach(it ->
                            check(
                                    where + "." + it.getKey(),
                                    it.getValue(),
                                    actual.get(it.getKey())));
        } else if (expected.isNull()) {
            assertThat(actual.isNull()).as(where).isTrue();
        } else if (expected.isIntegralNumber()) {
            assertThat(actual.asLong()).as(where).isEqualTo(expected.asLong());
        } else {
            double value = expected.asDouble();
            assertThat(actual.isNumber()).as(where).isTrue();
            assertThat(actual.asDouble())
                    .as(where)
                    .isCloseTo(value, within(RELATIVE_TOLERANCE * Math.abs(value)));
        }
    }
}
