package dev.assay.accuracy.detection;

import dev.assay.core.format.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/// Files that `make.py` wrote, see their README.
public final class Fixtures {
    private Fixtures() {}

    public static Path file(String name) {
        URL url = Objects.requireNonNull(Fixtures.class.getResource("/detection/" + name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode json(String name) {
        try {
            return Json.compact().readTree(Files.readString(file(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
