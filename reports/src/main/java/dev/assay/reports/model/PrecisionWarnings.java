package dev.assay.reports.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Names the cases whose precision is not what their id says.
///
/// It is only said here: whether such a number may be used is decided with the other verdicts.
public final class PrecisionWarnings {
    private PrecisionWarnings() {}

    /// One sentence a model, engine and warning, with the batches it holds for.
    public static List<String> of(List<CaseRow> rows) {
        Map<String, List<Integer>> batches = new LinkedHashMap<>();
        for (CaseRow row : rows) {
            row.precision()
                    .flatMap(EffectivePrecision::warning)
                    .ifPresent(warning ->
                            batches.computeIfAbsent(
                                            warning
                                                    + ": "
                                                    + row.variant().label()
                                                    + " on "
                                                    + row.section(),
                                            key -> new ArrayList<>())
                                    .add(row.id().batch()));
        }
        return batches.entrySet().stream()
                .map(it ->
                        it.getKey()
                                + ", batch "
                                + it.getValue().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", ")))
                .toList();
    }
}
