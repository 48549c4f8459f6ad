package dev.assay.core.format;

import dev.assay.core.AssayException;
import dev.assay.core.format.storage.Quoted;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which runners a file has, and whether they ran more than once: known only at its end, and needed
/// before the first array is decoded.
final class PolygraphySurvey implements PolygraphyWalk.Visitor {
    private final Path file;
    private final Map<String, Integer> iterations = new LinkedHashMap<>();
    private final Set<String> twice = new LinkedHashSet<>();
    private String runner = "";

    PolygraphySurvey(Path file) {
        this.file = file;
    }

    @Override
    public boolean enters(String name) {
        runner = name;
        if (iterations.put(name, 0) != null) {
            twice.add(name);
        }
        return true;
    }

    @Override
    public void array(JsonCursor json, int iteration, String name) {
        iterations.put(runner, iteration + 1);
        json.skip();
    }

    boolean isRepeated(String name) {
        return iterations.getOrDefault(name, 0) > 1;
    }

    /// @param beginning of the runner's name; needed only if there are several
    /// @throws AssayException if not one runner is meant
    String choose(Optional<String> beginning) {
        List<String> meant =
                iterations.keySet().stream()
                        .filter(it -> it.startsWith(beginning.orElse("")))
                        .toList();
        if (meant.size() == 1 && !twice.contains(meant.getFirst())) {
            return meant.getFirst();
        }
        String names = iterations.keySet().stream().limit(20).map(Quoted::of).toList().toString();
        if (!twice.isEmpty()) {
            throw AssayException.data(
                    "%s: 'lst' has two runners of one name among %s: save them apart"
                            .formatted(file, names));
        }
        throw AssayException.data(
                "%s: 'lst' has the runners %s: say with --runner or --reference-runner how the"
                                .formatted(file, names)
                        + " name of the one to read begins");
    }
}
