package dev.assay.reports.page;

import dev.assay.reports.boundary.Ladders;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.evidence.Evidence;
import dev.assay.reports.inside.InsidePages;
import dev.assay.reports.lab.KernelLabPart;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.summary.FirstScreen;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Everything that the page's template needs.
///
/// @param ladders boundaries that were timed on demand
/// @param inside a page for each engine whose layers are known
/// @param lab kernels that were timed alone, where the run holds some
/// @param chartNotice why there are no charts; empty where they were drawn
public record Page(
        ReportModel model,
        FirstScreen first,
        List<SectionPart> sections,
        Ladders ladders,
        InsidePages inside,
        Optional<KernelLabPart> lab,
        Evidence evidence,
        String chartNotice,
        Assets assets) {
    public Page {
        sections = List.copyOf(sections);
    }

    public List<Chart> charts() {
        return Stream.of(
                        sections.stream().flatMap(it -> it.charts().stream()),
                        ladders.sections().stream().flatMap(it -> it.chart().stream()),
                        inside.pages().stream().flatMap(it -> it.roofline().stream()),
                        lab.stream().flatMap(it -> it.charts().stream()))
                .flatMap(it -> it)
                .toList();
    }
}
