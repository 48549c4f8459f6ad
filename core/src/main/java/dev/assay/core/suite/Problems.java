package dev.assay.core.suite;

import dev.assay.core.AssayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/// Everything that is wrong with one file, collected so that it can be said at once.
public final class Problems {
    private static final int MAX_TYPOS = 3;

    private record Problem(int line, String message) {}

    private final Path file;
    private final List<Problem> problems = new ArrayList<>();

    public Problems(Path file) {
        this.file = file;
    }

    /// @param line 1-based
    public void add(int line, String message) {
        problems.add(new Problem(line, message));
    }

    int size() {
        return problems.size();
    }

    public boolean isEmpty() {
        return problems.isEmpty();
    }

    /// @throws AssayException listing every problem in the order of lines, if there is any
    public void throwIfAny() {
        if (problems.isEmpty()) {
            return;
        }
        String list =
                problems.stream()
                        .sorted(Comparator.comparingInt(Problem::line))
                        .map(problem -> file + ":" + problem.line() + ": " + problem.message())
                        .collect(Collectors.joining("\n"));
        throw AssayException.config(
                "%s problem%s in %s%n%s"
                        .formatted(problems.size(), problems.size() == 1 ? "" : "s", file, list));
    }

    /// ` (did you mean 'engines'?)` where a known word is near, else the known words.
    public static String suggestion(String word, Collection<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        Optional<String> nearest =
                known.stream()
                        .filter(candidate -> distance.apply(word, candidate) <= MAX_TYPOS)
                        .min(Comparator.comparingInt(it -> distance.apply(word, it)));
        return nearest.map(it -> " (did you mean '" + it + "'?)")
                .orElseGet(() -> " (known: " + String.join(", ", known) + ")");
    }
}
