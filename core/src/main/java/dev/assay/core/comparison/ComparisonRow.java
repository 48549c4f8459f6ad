package dev.assay.core.comparison;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.assay.core.comparison.Turn.Stage;
import dev.assay.core.format.JsonLines;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.ab.Evidence;
import dev.assay.core.verdict.ab.Requirement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A line of `comparison.jsonl`: what the verdict on a case rests on.
///
/// @param stage whose forks decided
/// @param replicate `fork` or `build`
/// @param aSeconds by replicate of the reference, in the order measured
/// @param bSeconds by replicate of the candidate
/// @param margin that was judged with
/// @param evidence absent where a side has fewer than two replicates
/// @param differences settings of the engines that differ, `key: a → b`
/// @param calibrated between the forks of one side, standard deviation of logarithms of seconds, by
///   calibration; absent where the case was never calibrated
@JsonPropertyOrder({"schema", "case"})
public record ComparisonRow(
        String schema,
        @JsonProperty("case") CaseId caseId,
        Stage stage,
        String replicate,
        MeasurementBoundary boundary,
        List<Double> aSeconds,
        List<Double> bSeconds,
        double margin,
        Optional<Evidence> evidence,
        Optional<Requirement> requirement,
        Map<String, String> differences,
        Optional<Double> calibrated) {
    public static final String SCHEMA = "assay.comparison-row/1";

    public ComparisonRow {
        aSeconds = List.copyOf(aSeconds);
        bSeconds = List.copyOf(bSeconds);
    }

    public static List<ComparisonRow> of(RunDirectory run) {
        return JsonLines.read(file(run), SCHEMA, ComparisonRow.class);
    }

    static void write(RunDirectory run, List<ComparisonRow> rows) {
        JsonLines.write(file(run), rows);
    }

    private static Path file(RunDirectory run) {
        return run.root().resolve("comparison.jsonl");
    }
}
