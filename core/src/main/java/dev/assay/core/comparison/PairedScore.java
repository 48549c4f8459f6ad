package dev.assay.core.comparison;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.assay.core.format.JsonLines;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import java.nio.file.Path;
import java.util.List;

/// A line of `paired-scores.jsonl`: how a detector's score changed from a to b, both scored on the
/// same images.
///
/// @param metric one of COCO's, such as `AP`
/// @param a score of the reference, 0 to 1
/// @param b score of the candidate
/// @param low lower end of the interval of the change, b minus a, in points (hundredths), from a
///   paired bootstrap over images
/// @param high upper end
/// @param confidence of the interval
@JsonPropertyOrder({"schema", "case"})
public record PairedScore(
        String schema,
        @JsonProperty("case") CaseId caseId,
        String metric,
        double a,
        double b,
        double low,
        double high,
        double confidence) {
    public static final String SCHEMA = "assay.paired-score/1";

    public static List<PairedScore> of(RunDirectory run) {
        return JsonLines.read(file(run), SCHEMA, PairedScore.class);
    }

    public static void write(RunDirectory run, List<PairedScore> rows) {
        JsonLines.write(file(run), rows);
    }

    private static Path file(RunDirectory run) {
        return run.root().resolve("paired-scores.jsonl");
    }
}
