package dev.assay.core.suite;

import dev.assay.core.AssayException;
import dev.assay.core.generated.GeneratedData;
import dev.assay.core.generated.GeneratedKind;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.generated.Split;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the entries under a suite's `generated`: data sets that are made when they are missing.
final class GeneratedReader {
    private static final List<String> KEYS =
            List.of("kind", "seed", "split", "count", "height", "width", "scale", "frames", "into");
    private static final List<String> REQUIRED =
            List.of("kind", "seed", "count", "height", "width", "into");

    private final Path folder;
    private final List<Path> folders = new ArrayList<>();

    /// @param folder that paths are relative to
    GeneratedReader(Path folder) {
        this.folder = folder;
    }

    Optional<GeneratedData> read(YamlValue value) {
        Map<String, YamlValue> entries = value.entries("generated data", KEYS);
        for (String key : REQUIRED) {
            if (!entries.containsKey(key)) {
                value.problem("generated data has no '" + key + "'");
            }
        }
        Optional<GeneratedKind> kind =
                Optional.ofNullable(entries.get("kind"))
                        .flatMap(it ->
                                SuiteReader.constant(
                                        it, "kind", GeneratedKind.values(), GeneratedKind::slug));
        Optional<Split> split =
                entries.containsKey("split")
                        ? SuiteReader.constant(
                                entries.get("split"), "split", Split.values(), Split::slug)
                        : Optional.of(Split.TRAIN);
        Optional<Long> seed = number(entries, "seed", "-?[0-9]{1,18}");
        Optional<Integer> count = size(entries, "count");
        Optional<Integer> height = size(entries, "height");
        Optional<Integer> width = size(entries, "width");
        Optional<Integer> scale =
                entries.containsKey("scale") ? size(entries, "scale") : Optional.of(1);
        Optional<Integer> frames =
                entries.containsKey("frames") ? size(entries, "frames") : Optional.of(1);
        Optional<Path> into = into(entries);
        if (kind.isEmpty()
                || split.isEmpty()
                || seed.isEmpty()
                || count.isEmpty()
                || height.isEmpty()
                || width.isEmpty()
                || scale.isEmpty()
                || frames.isEmpty()
                || into.isEmpty()) {
            return Optional.empty();
        }
        try {
            GeneratedRequest request =
                    new GeneratedRequest(
                            kind.get(),
                            seed.get(),
                            split.get(),
                            count.get(),
                            height.get(),
                            width.get(),
                            scale.get(),
                            frames.get());
            return Optional.of(new GeneratedData(request, into.get()));
        } catch (AssayException e) {
            value.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Path> into(Map<String, YamlValue> entries) {
        YamlValue value = entries.get("into");
        if (value == null) {
            return Optional.empty();
        }
        try {
            Optional<Path> into =
                    value.text("'into'").map(text -> folder.resolve(text).normalize());
            into.filter(folder::startsWith)
                    .ifPresent(it ->
                            value.problem(
                                    "into is %s, where the suite lies: name a folder of its own"
                                            .formatted(it)));
            for (Path other : folders) {
                into.filter(it -> it.startsWith(other) || other.startsWith(it))
                        .ifPresent(it ->
                                value.problem(
                                        "into is %s, and %s is for other generated data"
                                                .formatted(it, other)));
            }
            into.ifPresent(folders::add);
            return into;
        } catch (InvalidPathException e) {
            value.problem("into is no path: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Integer> size(Map<String, YamlValue> entries, String key) {
        return number(entries, key, "[0-9]{1,9}").map(Math::toIntExact);
    }

    private static Optional<Long> number(
            Map<String, YamlValue> entries, String key, String pattern) {
        YamlValue value = entries.get(key);
        Optional<String> text = SuiteReader.text(entries, key);
        if (value == null || text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.get().matches(pattern)) {
            value.problem("%s is '%s', it must be a whole number".formatted(key, text.get()));
            return Optional.empty();
        }
        return text.map(Long::valueOf);
    }
}
