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

    static ReferenceManifest read(Path folder) {
        Path file = folder.resolve("manifest.json");
        try {
            Document document = Json.compact().readValue(Files.readString(file), Document.class);
            return new ReferenceManifest(folder, document.files());
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
            } else if (!Sha256.of(file).equals(entry.sha256())) {
                damaged.add(entry.path() + " is not what the manifest says: restore it with git");
            }
        }
        return damaged;
    }
}
