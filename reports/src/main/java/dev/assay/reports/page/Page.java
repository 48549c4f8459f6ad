package dev.assay.reports.page;

import dev.assay.reports.chart.Chart;
import dev.assay.reports.comparison.Judgement;
import dev.assay.reports.evidence.Evidence;
import dev.assay.reports.inside.InsidePages;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.summary.FirstScreen;
import java.util.List;
import java.util.stream.Stream;

/// Everything that the page's template needs.
///
/// @param judgement verdicts of a comparison, and trends
/// @param inside a page for each engine whose layers are known
/// @param chartNotice why there are no charts; empty where they were drawn
public record Page(
        ReportModel model,
        FirstScreen first,
        Judgement judgement,
        List<SectionPart> sections,
        InsidePages inside,
        Evidence evidence,
        String chartNotice,
        Assets assets) {
    public Page {
        sections = List.copyOf(sections);
    }

    public List<Chart> charts() {
        return Stream.of(
                        judgement.trends().stream(),
                        sections.stream().flatMap(it -> it.charts().stream()),
                        inside.pages().stream().flatMap(it -> it.roofline().stream()))
                .flatMap(it -> it)
                .toList();
    }
}
