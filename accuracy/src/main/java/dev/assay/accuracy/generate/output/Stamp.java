package dev.assay.accuracy.generate.output;

import dev.assay.core.AssayException;
import dev.assay.core.format.Sha256;
import dev.assay.core.generated.GeneratedRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What a generated folder is: which request, made by which version of its generator, and every
/// file as it was made.
record Stamp(String schema, GeneratedRequest request, int version, List<Entry> files) {
    static final String SCHEMA = "assay.generated/1";

    Stamp {
        files = List.copyOf(files);
    }

    /// @param path below the folder, with slashes
    record Entry(String path, long bytes, String sha256) {}

    static Stamp of(Path folder, GeneratedRequest request, int version) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            List<Entry> files =
                    found.filter(Files::isRegularFile)
                            .sorted()
                            .map(it -> new Entry(name(folder, it), size(it), Sha256.of(it)))
                            .toList();
            return new Stamp(SCHEMA, request, version, files);
        }
    }

    static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    /// The listed files and the stamp itself.
    Set<String> names() {
        Set<String> names = new HashSet<>();
        files.forEach(it -> names.add(it.path()));
        names.add(GeneratedFolder.STAMP);
        return names;
    }

    boolean matches(Path folder) {
        return files.stream()
                .allMatch(it -> {
                    Path file = folder.resolve(it.path());
                    return Files.isRegularFile(file)
                            && size(file) == it.bytes()
                            && Sha256.of(file).equals(it.sha256());
                });
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw AssayException.environment("Cannot read " + file + ": " + e, e);
        }
    }
}
