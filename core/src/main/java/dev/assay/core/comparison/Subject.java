package dev.assay.core.comparison;

import dev.assay.core.AssayException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One of the two things that are compared: the suite, and what is set differently for it.
///
/// @param settings as given on the command line, sorted: a key of this class, or an option of
///   engines, `threads=2` for all that have it and `onnxruntime-cpu.threads=2` for one
public record Subject(Map<String, String> settings) {
    /// An installed Assay whose engines and timed loop are used instead of this one's.
    public static final String DIST = "dist";

    /// A folder of TensorRT's libraries.
    public static final String TENSORRT = "tensorrt";

    /// For rehearsals: every query is really slower by this share of its own time.
    public static final String SLOWDOWN = "slowdown";

    private static final double LARGEST_SLOWDOWN = 10;

    public Subject {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        slowdownOf(settings);
    }

    public Optional<Path> dist() {
        return Optional.ofNullable(settings.get(DIST)).map(Path::of).map(Path::toAbsolutePath);
    }

    public Optional<Path> tensorRt() {
        return Optional.ofNullable(settings.get(TENSORRT)).map(Path::of).map(Path::toAbsolutePath);
    }

    public double slowdown() {
        return slowdownOf(settings);
    }

    /// What is set of engines.
    public Map<String, String> engineOptions() {
        Map<String, String> options = new TreeMap<>(settings);
        options.remove(DIST);
        options.remove(TENSORRT);
        options.remove(SLOWDOWN);
        return options;
    }

    /// For people: `threads=2`, or `as the suite says`.
    public String label() {
        return settings.isEmpty()
                ? "as the suite says"
                : String.join(
                        " ",
                        settings.entrySet().stream()
                                .map(it -> it.getKey() + "=" + it.getValue())
                                .toList());
    }

    private static double slowdownOf(Map<String, String> settings) {
        String text = settings.getOrDefault(SLOWDOWN, "0");
        try {
            double share = Double.parseDouble(text);
            if (share >= 0 && share <= LARGEST_SLOWDOWN) {
                return share;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a number out of range.
        }
        throw AssayException.config(
                "slowdown is '%s', it must be a share such as 0.05, at most %s"
                        .formatted(text, LARGEST_SLOWDOWN));
    }
}
