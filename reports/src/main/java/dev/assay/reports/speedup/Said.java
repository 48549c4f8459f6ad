package dev.assay.reports.speedup;

import dev.assay.core.speedup.SpeedUpRow;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is said of several cases, each sentence once.
final class Said {
    private final Map<String, Of> sentences = new LinkedHashMap<>();

    /// Whom a sentence is said of.
    private static final class Of {
        private final Set<String> scopes = new LinkedHashSet<>();
        private final Set<String> engines = new LinkedHashSet<>();
        private final Set<SpeedUpRow> rows = new LinkedHashSet<>();
    }

    /// @param scopes names of the boundaries that it is about; none where it is about all
    void add(String text, SpeedUpRow row, List<String> scopes) {
        Of of = sentences.computeIfAbsent(text, key -> new Of());
        of.scopes.addAll(scopes);
        of.engines.add(row.side().name());
        of.rows.add(row);
    }

    /// For example `ENQUEUE, H2D: the reference … was not timed at this boundary (7 cases:
    /// tensorrt-onnx fp16)`.
    List<String> sentences() {
        List<String> all = new ArrayList<>();
        sentences.forEach((text, of) -> {
            String scopes = of.scopes.isEmpty() ? "" : String.join(", ", of.scopes) + ": ";
            all.add(
                    "%s%s (%s: %s)"
                            .formatted(
                                    scopes,
                                    text,
                                    Numbers.count(of.rows.size(), "case"),
                                    String.join(", ", of.engines)));
        });
        return all;
    }
}
