package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.format.Json;
import dev.assay.core.format.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/// `manifest.json` of the reference data: the SHA-256 of every file that was made.
///
/// @param folder that the files' paths are relative to
record ReferenceManifest(Path folder, List<Entry> files) {
    ReferenceManifest {
        files = List.copyOf(files);
    }

    /// @param tracked whether a clone has the file; others are made by the tools when wanted
    record Entry(String path, String sha256, boolean tracked) {}

    private record Document(List<Entry> files) {}

    private record LargeEntry(String path, String sha256) {}

    private record LargeDocument(List<LargeEntry> files) {}

    static ReferenceManifest read(Path folder) {
        return new ReferenceManifest(folder, document(folder, Document.class).files());
    }

    private static <T> T document(Path folder, Class<T> form) {
        Path file = folder.resolve("manifest.json");
        try {
            return Json.compact().readValue(Files.readString(file), form);
        } catch (IOException | JacksonException e) {
            throw AssayException.data("Cannot read " + file + ": " + e.getMessage());
        }
    }

    /// What is missing or not what it should be, in words.
    List<String> damaged() {
        List<String> damaged = new ArrayList<>();
        for (Entry entry : files) {
            Path file = folder.resolve(entry.path());
            if (!Files.exists(file)) {
                if (entry.tracked()) {
                    damaged.add(entry.path() + " is missing: restore it with git");
                }
            } else {
                String found = Sha256.of(file);
                if (!found.equals(entry.sha256()) && !isLarge(entry, found)) {
                    damaged.add(
                            entry.path()
                                    + " is not what the manifest says: "
                                    + (entry.tracked()
                                            ? "restore it with git"
                                            : "delete it, and make it again (reference-data/README.md)"));
                }
            }
        }
        return damaged;
    }

    /// Whether a file is one that `build-large` has made. It writes some files that the other tools
    /// write too, with the same content in other bytes, and keeps a manifest of its own.
    private boolean isLarge(Entry entry, String sha256) {
        Path large = folder.resolve("large");
        if (entry.tracked() || !Files.exists(large.resolve("manifest.json"))) {
            return false;
        }
        return document(large, LargeDocument.class).files().stream()
                .anyMatch(it ->
                        it.sha256().equals(sha256)
                                && Path.of("large", it.path()).equals(Path.of(entry.path())));
    }
}
