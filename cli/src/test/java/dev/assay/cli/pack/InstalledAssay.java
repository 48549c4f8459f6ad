package dev.assay.cli.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A folder that looks like an installed Assay.
final class InstalledAssay {
    private final Path root;

    InstalledAssay(Path root) throws IOException {
        this.root = root;
        executable("dist/bin/assay", "#!/bin/sh\necho assay of the kit\n");
        file("dist/lib/assay-cli.jar");
        file("dist/lib/engines/onnxruntime-cpu/onnxruntime.jar");
        file("dist/lib/engines/tensorrt-onnx/tensorrt.jar");
        file("dist/lib/native/.versions");
        file("reference-data/manifest.json");
        file("reference-data/suites/smoke.yml");
        file("reference-data/large/model.onnx");
        file("reference-data/tools/__pycache__/steps.pyc");
        file("reference-data/.ignored");
    }

    Path dist() {
        return root.resolve("dist");
    }

    Path referenceData() {
        return root.resolve("reference-data");
    }

    Path file(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "content of " + name);
    }

    Path executable(String name, String text) throws IOException {
        Path file = file(name);
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
