package dev.assay.core.shard;

import dev.assay.core.AssayException;
import dev.assay.core.suite.CaseId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Divides the cases of a suite among shards, by nothing but their ids: every machine comes to the
/// same division.
///
/// Cases that a report sets side by side, all engines and precisions of one model, shape, batch and
/// workload, stay together on one machine. Of these groups the largest goes first, each to the
/// shard that has the fewest cases so far.
public final class ShardPlan {
    private ShardPlan() {}

    /// @return the cases of every shard, sorted; no shard is empty
    /// @throws AssayException if there are fewer groups than shards
    public static List<List<CaseId>> divide(List<CaseId> cases, int shards) {
        Map<String, List<CaseId>> groups = new TreeMap<>();
        cases.forEach(id -> groups.computeIfAbsent(group(id), key -> new ArrayList<>()).add(id));
        if (groups.size() < shards) {
            throw AssayException.config(
                    ("%s shards are too many: the cases fall into %s groups that are compared with"
                                    + " each other and stay on one machine")
                            .formatted(shards, groups.size()));
        }
        List<List<CaseId>> divided = new ArrayList<>();
        for (int i = 0; i < shards; i++) {
            divided.add(new ArrayList<>());
        }
        groups.values().stream()
                .sorted(Comparator.comparingInt((List<CaseId> it) -> it.size()).reversed())
                .forEach(group ->
                        divided.stream()
                                .min(Comparator.comparingInt(List::size))
                                .orElseThrow()
                                .addAll(group));
        return divided.stream().map(it -> it.stream().sorted().toList()).toList();
    }

    private static String group(CaseId id) {
        return String.join("/", id.model(), id.dims(), "b" + id.batch(), id.workload());
    }
}
