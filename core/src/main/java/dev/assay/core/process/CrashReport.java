package dev.assay.core.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads HotSpot's fatal-error log, which names the library that crashed.
public final class CrashReport {
    private static final String NAME = "hs_err.log";

    private CrashReport() {}

    /// Where a child with `-XX:ErrorFile` of this folder leaves its report.
    public static Path file(Path folder) {
        return folder.resolve(NAME);
    }

    /// For example `native crash (SIGSEGV) in C [libonnxruntime.so+0x1234]`.
    public static Optional<String> read(Path folder) {
        Path file = file(folder);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return Optional.of("native crash, report in " + file);
        }
        String signal =
                lines.stream()
                        .filter(line -> line.matches("#\\s+SIG[A-Z]+ .*"))
                        .map(line -> line.replaceFirst("#\\s+(SIG[A-Z]+) .*", "$1"))
                        .findFirst()
                        .orElse("fatal error");
        int frame = lines.indexOf("# Problematic frame:");
        String where =
                frame >= 0 && frame + 1 < lines.size()
                        ? " in " + lines.get(frame + 1).replaceFirst("#\\s*", "").strip()
                        : "";
        return Optional.of("native crash (%s)%s, report in %s".formatted(signal, where, file));
    }
}
