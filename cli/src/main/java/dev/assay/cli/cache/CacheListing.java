package dev.assay.cli.cache;

import dev.assay.core.AssayException;
import dev.assay.core.format.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads what is in the cache, from file names and from what is stored beside plans.
public final class CacheListing {
    private static final List<String> FOLDERS = List.of("models", "timing", "calibration");
    private static final String ENGINES = "engines";

    private CacheListing() {}

    /// Every entry, oldest first.
    ///
    /// @throws AssayException if the folder cannot be read
    public static List<CacheEntry> of(Path cache) {
        List<CacheEntry> entries = new ArrayList<>();
        for (Path engine : children(cache.resolve(ENGINES))) {
            entries.addAll(folder(engine, ENGINES + "/" + engine.getFileName()));
        }
        FOLDERS.forEach(it -> entries.addAll(folder(cache.resolve(it), it)));
        entries.sort(Comparator.comparing(CacheEntry::written).thenComparing(CacheEntry::key));
        return entries;
    }

    private static List<CacheEntry> folder(Path folder, String kind) {
        Map<String, List<Path>> byKey = new TreeMap<>();
        for (Path file : children(folder)) {
            String name = String.valueOf(file.getFileName());
            // A lock is no content, and deleting one that is held would let a second build begin.
            if (!name.endsWith(".lock")) {
                byKey.computeIfAbsent(key(name, kind), it -> new ArrayList<>()).addAll(all(file));
            }
        }
        return byKey.entrySet().stream()
                .map(it -> entry(kind, it.getKey(), it.getValue()))
                .toList();
    }

    /// A file, or a folder with all that is in it, deepest first.
    private static List<Path> all(Path file) {
        try (Stream<Path> found = Files.walk(file)) {
            return found.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException e) {
            throw AssayException.environment("Cannot list " + file + ": " + e, e);
        }
    }

    /// Files of timing caches have versions with points in their names, and nothing beside them.
    private static String key(String name, String kind) {
        return kind.equals("timing")
                ? name
                : name.replaceFirst("^part-", "").replaceAll("\\..*", "");
    }

    private static CacheEntry entry(String kind, String key, List<Path> files) {
        try {
            long bytes = 0;
            Instant written = Instant.EPOCH;
            for (Path file : files) {
                bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
                Instant changed = Files.getLastModifiedTime(file).toInstant();
                written = changed.isAfter(written) ? changed : written;
            }
            List<Path> ordered = new ArrayList<>(files);
            ordered.sort(Comparator.comparing((Path it) -> isRecord(it, key)));
            return new CacheEntry(kind, key, ordered, bytes, written, facts(kind, key, files));
        } catch (IOException e) {
            throw AssayException.environment("Cannot read " + kind + "/" + key + ": " + e, e);
        }
    }

    private static boolean isRecord(Path file, String key) {
        return String.valueOf(file.getFileName()).equals(key + ".json");
    }

    private static Map<String, String> facts(String kind, String key, List<Path> files)
            throws IOException {
        Map<String, String> facts = new HashMap<>();
        if (kind.equals("timing")) {
            facts.put("gpu", key.replaceAll("-sm.*", ""));
            facts.put("library", key.replaceAll(".*-tensorrt(.*)\\.cache", "TensorRT $1"));
            return facts;
        }
        for (Path file : files) {
            if (isRecord(file, key)) {
                try {
                    read(Json.compact().readTree(Files.readString(file)), facts);
                } catch (JacksonException e) {
                    facts.put("library", "its description is damaged");
                }
            }
        }
        return facts;
    }

    private static void read(JsonNode record, Map<String, String> facts) {
        JsonNode identity = record.path("identity");
        JsonNode settings = identity.path("settings");
        put(facts, "gpu", settings.path("gpu"));
        put(facts, "precision", settings.path("precision"));
        put(facts, "model", identity.path("modelSha256"));
        put(facts, "model", record.path("facts").path("derivedFromSha256"));
        put(facts, "rewrites", record.path("facts").path("rewrites"));
        if (identity.path("library").isString()) {
            facts.put(
                    "library",
                    identity.path("library").asString()
                            + " "
                            + identity.path("version").asString());
        }
    }

    private static void put(Map<String, String> facts, String name, JsonNode value) {
        if (value.isString()) {
            facts.put(name, value.asString());
        }
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw AssayException.environment("Cannot list " + folder + ": " + e, e);
        }
    }
}
