package dev.assay.reports.page;

import dev.assay.reports.accuracy.ErrorTable;
import dev.assay.reports.accuracy.Samples;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.detection.DetectionTable;
import dev.assay.reports.ladder.LadderTable;
import dev.assay.reports.matrix.Matrix;
import dev.assay.reports.model.Section;
import dev.assay.reports.published.PublishedTable;
import dev.assay.reports.speed.BoundaryTable;
import dev.assay.reports.speed.BuildTable;
import dev.assay.reports.speed.SectionNotes;
import dev.assay.reports.speed.SpeedTable;
import dev.assay.reports.speedup.SpeedUpTable;
import dev.assay.reports.text.DataTable;
import java.util.List;
import java.util.Optional;

/// One section of the page: a model at one shape under one workload.
///
/// @param spreadCharts distributions of the errors, and errors against batch
/// @param published what others published for its cases
/// @param detection what detectors score; empty for other models
/// @param taskTables scores of the model's task
/// @param paretoCharts by batch, of those with something to choose from
public record SectionPart(
        Section section,
        Optional<Matrix> matrix,
        SpeedTable speed,
        Optional<SpeedUpTable> speedUps,
        List<LadderTable> ladders,
        SectionNotes notes,
        Optional<BoundaryTable> boundaries,
        Optional<BuildTable> builds,
        Optional<PublishedTable> published,
        List<Chart> speedCharts,
        List<Chart> paretoCharts,
        ErrorTable errors,
        List<Chart> errorCharts,
        List<Chart> spreadCharts,
        Optional<DetectionTable> detection,
        List<DataTable> taskTables,
        Samples samples) {
    public SectionPart {
        ladders = List.copyOf(ladders);
        speedCharts = List.copyOf(speedCharts);
        paretoCharts = List.copyOf(paretoCharts);
        errorCharts = List.copyOf(errorCharts);
        spreadCharts = List.copyOf(spreadCharts);
        taskTables = List.copyOf(taskTables);
    }

    /// The smallest and the largest batch: what lies between is folded.
    public List<Chart> firstPareto() {
        return paretoCharts.size() <= 2
                ? paretoCharts
                : List.of(paretoCharts.getFirst(), paretoCharts.getLast());
    }

    public List<Chart> morePareto() {
        return paretoCharts.size() <= 2
                ? List.of()
                : paretoCharts.subList(1, paretoCharts.size() - 1);
    }

    List<Chart> charts() {
        return List.of(speedCharts, paretoCharts, errorCharts, spreadCharts).stream()
                .flatMap(List::stream)
                .toList();
    }
}
