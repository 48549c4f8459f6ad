package dev.assay.reports.page;

import dev.assay.core.lab.KernelLab;
import dev.assay.reports.accuracy.ErrorTable;
import dev.assay.reports.accuracy.Samples;
import dev.assay.reports.accuracy.TaskTables;
import dev.assay.reports.boundary.Ladders;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.chart.SectionCharts;
import dev.assay.reports.detection.DetectionTable;
import dev.assay.reports.evidence.Evidence;
import dev.assay.reports.inside.InsidePage;
import dev.assay.reports.inside.InsidePages;
import dev.assay.reports.lab.KernelLabPart;
import dev.assay.reports.ladder.LadderTable;
import dev.assay.reports.matrix.Matrix;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.published.PublishedTable;
import dev.assay.reports.sidebyside.SideBySide;
import dev.assay.reports.speed.BoundaryTable;
import dev.assay.reports.speed.BuildTable;
import dev.assay.reports.speed.SectionNotes;
import dev.assay.reports.speed.SpeedTable;
import dev.assay.reports.speedup.SpeedUpTable;
import dev.assay.reports.summary.FirstScreen;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.awt.AWTError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Puts the page together and renders it.
public final class PageBuilder {
    private static final String TEMPLATES = "dev.assay.reports.templates";

    private String chartNotice = "";

    /// @param folder where the page will lie
    public Page build(ReportModel model, Path folder) {
        Optional<HouseTheme> theme = guarded(HouseTheme::load);
        Optional<SectionCharts> charts =
                theme.flatMap(it -> guarded(() -> new SectionCharts(it, model.rows())));
        List<SectionPart> sections =
                model.sections().stream().map(section -> part(section, charts, model)).toList();
        Function<Function<HouseTheme, Optional<Chart>>, Optional<Chart>> draw =
                drawing -> theme.flatMap(it -> guarded(() -> drawing.apply(it))).flatMap(it -> it);
        return new Page(
                model,
                FirstScreen.of(model),
                sections,
                Ladders.of(model, draw),
                InsidePages.of(model, draw),
                KernelLab.of(model.run()).map(it -> KernelLabPart.of(it, draw)),
                Evidence.of(model, folder),
                chartNotice,
                Assets.load());
    }

    /// One self-contained HTML document.
    public String render(Page page) {
        StringOutput out = new StringOutput();
        templates().render("index.jte", page, out);
        return out.toString();
    }

    /// The page of one engine, self-contained as well.
    public String render(InsidePage page) {
        StringOutput out = new StringOutput();
        templates()
                .render(
                        "inside/page.jte",
                        Map.<String, Object>of("page", page, "assets", Assets.inside()),
                        out);
        return out.toString();
    }

    /// The page of several runs, self-contained as well.
    public String render(SideBySide page) {
        StringOutput out = new StringOutput();
        templates()
                .render(
                        "sidebyside/page.jte",
                        Map.<String, Object>of("page", page, "assets", Assets.inside()),
                        out);
        return out.toString();
    }

    private static TemplateEngine templates() {
        return TemplateEngine.createPrecompiled(
                null, ContentType.Html, PageBuilder.class.getClassLoader(), TEMPLATES);
    }

    private SectionPart part(Section section, Optional<SectionCharts> charts, ReportModel model) {
        return new SectionPart(
                section,
                Matrix.of(section),
                SpeedTable.of(section),
                SpeedUpTable.of(section),
                LadderTable.of(section, model),
                SectionNotes.of(section),
                BoundaryTable.of(section),
                BuildTable.of(section),
                PublishedTable.of(section, model.published()),
                draw(charts, it -> it.speed(section, model.published())),
                draw(charts, it -> it.pareto(section)),
                ErrorTable.of(section),
                draw(charts, it -> it.errors(section)),
                draw(charts, it -> it.errorSpread(section)),
                DetectionTable.of(section),
                TaskTables.of(section),
                Samples.of(section, model.run().root()));
    }

    private Optional<Chart> drawn(
            Optional<HouseTheme> theme, Function<HouseTheme, Optional<Chart>> draw) {
        return theme.flatMap(it -> guarded(() -> draw.apply(it))).flatMap(it -> it);
    }

    private List<Chart> draw(
            Optional<SectionCharts> charts, Function<SectionCharts, List<Chart>> which) {
        return charts.flatMap(it -> guarded(() -> which.apply(it))).orElse(List.of());
    }

    /// A JDK in a container without fontconfig or FreeType throws all of these from within AWT. The
    /// numbers of every chart are in tables as well, so the page is still worth having.
    private <T> Optional<T> guarded(Supplier<T> drawing) {
        if (!chartNotice.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(drawing.get());
        } catch (RuntimeException | LinkageError | InternalError | AWTError e) {
            chartNotice =
                    "Charts could not be drawn on this machine: "
                            + Objects.requireNonNullElse(e.getMessage(), e.toString())
                            + " (the JDK needs libfontconfig and libfreetype). Their numbers are in the tables.";
            return Optional.empty();
        }
    }
}
