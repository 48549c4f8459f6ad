package dev.assay.reports.page;

import dev.assay.reports.accuracy.ErrorTable;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.model.Section;
import dev.assay.reports.speed.SpeedTable;
import java.util.List;

/// One section of the page: a model at one shape.
public record SectionPart(
        Section section,
        SpeedTable speed,
        List<Chart> speedCharts,
        ErrorTable errors,
        List<Chart> errorCharts) {
    public SectionPart {
        speedCharts = List.copyOf(speedCharts);
        errorCharts = List.copyOf(errorCharts);
    }
}
