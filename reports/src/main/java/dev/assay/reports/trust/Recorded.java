package dev.assay.reports.trust;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.run.Measurement;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Fork;
import dev.assay.reports.model.PrecisionOrder;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.text.Numbers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/// What the forks of a run recorded, for facts to be picked from.
record Recorded(List<CaseRow> rows) {
    static Recorded of(ReportModel model) {
        return new Recorded(model.rows());
    }

    Stream<Measurement> measurements() {
        return rows.stream().flatMap(row -> row.forks().stream()).map(Fork::measurement);
    }

    List<DeviceEvidence> devices() {
        return measurements().flatMap(it -> it.device().stream()).toList();
    }

    List<String> distinct(Function<Measurement, String> field) {
        return measurements().map(field).distinct().sorted().toList();
    }

    /// Values of a setting, each once; empty where no engine has it.
    List<String> setting(String key) {
        return measurements()
                .flatMap(it -> Optional.ofNullable(it.engine().settings().get(key)).stream())
                .distinct()
                .sorted()
                .toList();
    }

    /// Values of a setting with the precisions that they were recorded for.
    Map<String, TreeSet<String>> precisionsBySetting(String key) {
        Map<String, TreeSet<String>> precisions = new TreeMap<>();
        for (CaseRow row : rows) {
            for (Fork fork : row.forks()) {
                Optional.ofNullable(fork.measurement().engine().settings().get(key))
                        .ifPresent(value ->
                                precisions
                                        .computeIfAbsent(
                                                value,
                                                it -> new TreeSet<>(PrecisionOrder.WIDEST_FIRST))
                                        .add(row.id().precision()));
            }
        }
        return precisions;
    }

    static String joined(Collection<String> values) {
        return values.isEmpty() ? Numbers.ABSENT : String.join(" · ", values);
    }
}
