package dev.assay.cli;

import dev.assay.core.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Names of run directories and the link to the newest.
final class RunIds {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RunIds() {}

    /// `yyyyMMdd-HHmmssZ-<suite>-<4 hex>`.
    static String create(Instant now, String suite, RandomGenerator random) {
        return "%s-%s-%04x".formatted(TIME.format(now), suite, random.nextInt(0x10000));
    }

    /// Points `runs/latest` to a run, by rename.
    static void pointLatest(Path runs, Path run) {
        Path link = runs.resolve("latest");
        Path temporary = runs.resolve("latest.part");
        try {
            Files.deleteIfExists(temporary);
            Files.createSymbolicLink(temporary, runs.relativize(run));
            Files.move(
                    temporary,
                    link,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UnsupportedOperationException e) {
            throw AssayException.environment("Cannot point " + link + " to " + run + ": " + e, e);
        }
    }
}
