package dev.assay.reports.speedup;

import dev.assay.core.speedup.SpeedSide;
import dev.assay.core.speedup.SpeedUp;
import dev.assay.core.speedup.SpeedUpRow;
import dev.assay.core.suite.CaseId;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.Escape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Every speed-up of a run for programs: one line a case and boundary, also those refused.
/// `docs/metrics.md` says what the columns are.
public final class SpeedUpCsv {
    private static final List<String> HEADINGS =
            List.of(
                    "model",
                    "shape",
                    "workload",
                    "batch",
                    "engine",
                    "precision",
                    "boundary",
                    "reference",
                    "seconds",
                    "reference_seconds",
                    "latency_speedup",
                    "throughput_speedup",
                    "gain",
                    "refused_reason",
                    "notes");

    private SpeedUpCsv() {}

    public static String render(ReportModel model) {
        StringBuilder text = new StringBuilder();
        line(text, HEADINGS);
        for (Section section : model.sections()) {
            for (SpeedUpRow row : section.speedUps()) {
                if (row.at().isEmpty()) {
                    line(text, fields(row, Optional.empty()));
                }
                row.at().forEach(it -> line(text, fields(row, Optional.of(it))));
            }
        }
        return text.toString();
    }

    /// @param at absent for a case without a single time
    private static List<String> fields(SpeedUpRow row, Optional<SpeedUp> at) {
        CaseId id = row.side().id();
        boolean window = at.filter(it -> it.boundary().isEmpty()).isPresent();
        String ratio = at.map(it -> number(it.ratio())).orElse("");
        List<String> fields = new ArrayList<>();
        fields.add(Escape.csv(id.model()));
        fields.add(Escape.csv(id.dims()));
        fields.add(Escape.csv(id.workload()));
        fields.add(Integer.toString(id.batch()));
        fields.add(Escape.csv(id.engine()));
        fields.add(Escape.csv(id.precision()));
        fields.add(at.map(SpeedUp::scope).orElse(""));
        fields.add(Escape.csv(row.reference().map(SpeedSide::id).map(CaseId::text).orElse("")));
        fields.add(at.map(it -> number(it.seconds())).orElse(""));
        fields.add(at.map(it -> number(it.referenceSeconds())).orElse(""));
        fields.add(window ? "" : ratio);
        fields.add(window ? ratio : "");
        fields.add(at.map(it -> number(it.gain())).orElse(""));
        fields.add(Escape.csvText(at.flatMap(SpeedUp::refused).or(row::refused).orElse("")));
        fields.add(Escape.csvText(String.join("; ", row.notes())));
        return fields;
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
    }

    private static void line(StringBuilder text, List<String> fields) {
        text.append(String.join(",", fields)).append("\r\n");
    }
}
