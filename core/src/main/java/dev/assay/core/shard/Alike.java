package dev.assay.core.shard;

import dev.assay.core.run.Environment;
import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome.Measured;
import dev.assay.core.run.RunDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Whether runs ran on hosts whose numbers may stand in one table.
public final class Alike {
    private static final String ABSENT = "(absent)";

    private Alike() {}

    /// The fields of identity and context, and the versions of engines, in which a run differs from
    /// another, each with both values.
    public static List<String> differences(RunDirectory first, RunDirectory other) {
        Map<String, String> ours = fields(first);
        Map<String, String> theirs = fields(other);
        TreeSet<String> names = new TreeSet<>(ours.keySet());
        names.addAll(theirs.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            String here = ours.getOrDefault(name, ABSENT);
            String there = theirs.getOrDefault(name, ABSENT);
            // An engine need not have cases in both.
            boolean optional = name.startsWith("engine.");
            if (!here.equals(there)
                    && !(optional && (here.equals(ABSENT) || there.equals(ABSENT)))) {
                differences.add("%s is '%s' and '%s'".formatted(name, here, there));
            }
        }
        return differences;
    }

    /// What must be equal, by name: `identity.gpu.name`, `context.gpu.driver`,
    /// `engine.tensorrt-onnx`.
    public static Map<String, String> fields(RunDirectory run) {
        Map<String, String> fields = new TreeMap<>();
        Optional<Environment> environment = run.environment();
        environment.ifPresent(it -> {
            it.identity().forEach((name, value) -> fields.put("identity." + name, value));
            it.context().forEach((name, value) -> fields.put("context." + name, value));
        });
        for (MeasurementRow row : run.measurements()) {
            if (row.outcome() instanceof Measured(var measurement)) {
                fields.put(
                        "engine." + row.caseId().engine(),
                        measurement.engine().library() + " " + measurement.engine().version());
            }
        }
        return fields;
    }
}
