package dev.assay.reports.page;

import dev.assay.reports.chart.Chart;
import dev.assay.reports.evidence.Evidence;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.summary.FirstScreen;
import java.util.List;

/// Everything that the page's template needs.
///
/// @param chartNotice why there are no charts; empty where they were drawn
public record Page(
        ReportModel model,
        FirstScreen first,
        List<SectionPart> sections,
        Evidence evidence,
        String chartNotice,
        Assets assets) {
    public Page {
        sections = List.copyOf(sections);
    }

    public List<Chart> charts() {
        return sections.stream().flatMap(it -> it.charts().stream()).toList();
    }
}
