package dev.assay.core.layers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// Reports of real engines; their README says where they come from.
public final class Goldens {
    private Goldens() {}

    public static EngineLayers engine(String name) {
        return InspectorReport.parse(json(name));
    }

    public static String json(String name) {
        try (InputStream in =
                new GZIPInputStream(
                        Objects.requireNonNull(
                                Goldens.class.getResourceAsStream(name + ".json.gz")))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
