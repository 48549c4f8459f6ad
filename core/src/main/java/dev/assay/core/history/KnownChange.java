package dev.assay.core.history;

import dev.assay.core.AssayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Something that people know of and that explains a step in a trend: a driver, a JDK, a new fan.
///
/// `known-changes.yml` beside the baselines is a list of `{ date: 2026-11-05, what: driver 560 }`.
public record KnownChange(LocalDate date, String what) {
    public static final String FILE = "known-changes.yml";

    /// Oldest first; none where there is no such file.
    public static List<KnownChange> read(Path baselines) {
        Path file = baselines.resolve(FILE);
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            Object root =
                    new Load(LoadSettings.builder().setLabel(file.toString()).build())
                            .loadFromString(text);
            List<KnownChange> changes = new ArrayList<>();
            if (!(root instanceof List<?> items)) {
                throw AssayException.config(file + " is not a list of { date, what }");
            }
            for (Object item : items) {
                changes.add(of(file, item));
            }
            changes.sort(Comparator.comparing(KnownChange::date).thenComparing(KnownChange::what));
            return changes;
        } catch (IOException | YamlEngineException e) {
            throw AssayException.config("Cannot read %s: %s".formatted(file, e.getMessage()));
        }
    }

    private static KnownChange of(Path file, Object item) {
        if (item instanceof Map<?, ?> map
                && map.get("date") != null
                && map.get("what") instanceof String what) {
            try {
                return new KnownChange(LocalDate.parse(String.valueOf(map.get("date"))), what);
            } catch (DateTimeParseException e) {
                throw AssayException.config(
                        "%s: %s is not a date such as 2026-11-05".formatted(file, map.get("date")));
            }
        }
        throw AssayException.config("%s: %s is not { date, what }".formatted(file, item));
    }
}
