package dev.assay.reports.matrix;

import dev.assay.core.run.CaseSummary;
import dev.assay.reports.matrix.MatrixBand.Column;
import dev.assay.reports.matrix.MatrixBand.Group;
import dev.assay.reports.matrix.MatrixBand.Line;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.EffectivePrecision;
import dev.assay.reports.model.Reference;
import dev.assay.reports.model.Section;
import dev.assay.reports.model.Variant;
import dev.assay.reports.text.Boundaries;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TimeScale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Lays a section out and breaks it where a screen ends.
final class MatrixBuilder {
    /// Columns that fit on 1280 pixels.
    private static final int WIDEST = 8;

    private final Section section;
    private final TimeScale scale;
    private final boolean compared;
    private final Set<String> missing = new LinkedHashSet<>();

    MatrixBuilder(Section section) {
        this.section = section;
        this.scale =
                TimeScale.of(
                        section.rows().stream()
                                .flatMap(row -> row.speed().stream())
                                .map(CaseSummary::medianSeconds)
                                .toList());
        this.compared = !section.referenceNames().isEmpty();
    }

    Matrix build() {
        List<MatrixBand> bands = bands().stream().map(this::band).toList();
        return new Matrix(bands, scale.unit(), Matrix.sentence(section), List.copyOf(missing));
    }

    /// Bands of about equal width; an engine is kept together where it fits.
    private List<List<Variant>> bands() {
        List<List<Variant>> engines =
                section.variants().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Variant::engine, LinkedHashMap::new, Collectors.toList()))
                        .values()
                        .stream()
                        .toList();
        List<List<Variant>> bands = new ArrayList<>();
        List<Variant> open = new ArrayList<>();
        for (List<Variant> engine : engines) {
            if (!open.isEmpty() && open.size() + engine.size() > WIDEST) {
                bands.add(open);
                open = new ArrayList<>();
            }
            for (Variant variant : engine) {
                if (open.size() == WIDEST) {
                    bands.add(open);
                    open = new ArrayList<>();
                }
                open.add(variant);
            }
        }
        bands.add(open);
        return bands;
    }

    private MatrixBand band(List<Variant> variants) {
        List<Group> groups = new ArrayList<>();
        for (Variant variant : variants) {
            int last = groups.size() - 1;
            if (last >= 0 && groups.get(last).engine().equals(variant.engine())) {
                groups.set(last, group(variant.engine(), groups.get(last).columns() + 1));
            } else {
                groups.add(group(variant.engine(), 1));
            }
        }
        return new MatrixBand(
                groups,
                variants.stream().map(this::column).toList(),
                section.batches().stream()
                        .map(batch ->
                                new Line(
                                        batch,
                                        variants.stream().map(it -> cell(it, batch)).toList()))
                        .toList());
    }

    private Group group(String engine, int columns) {
        String boundaries =
                section.rows().stream()
                        .filter(row -> row.id().engine().equals(engine))
                        .flatMap(row -> row.speed().stream())
                        .map(speed -> Boundaries.described(speed.boundary()))
                        .distinct()
                        .collect(Collectors.joining(" · "));
        return new Group(engine, boundaries, columns);
    }

    private List<EffectivePrecision> precisions(Variant variant) {
        return section.rows().stream()
                .filter(row -> row.variant().equals(variant))
                .flatMap(row -> row.precision().stream())
                .distinct()
                .toList();
    }

    private Column column(Variant variant) {
        List<EffectivePrecision> precisions = precisions(variant);
        String steps = variant.steps().equals("base") ? "" : " " + variant.steps();
        return new Column(
                variant.precision() + steps,
                precisions.size() == 1 ? precisions.getFirst().words() : "",
                precisions.stream()
                        .flatMap(it -> it.warning().stream())
                        .distinct()
                        .collect(Collectors.joining("; ")));
    }

    private MatrixCell cell(Variant variant, int batch) {
        return section.row(variant, batch).map(this::cell).orElseGet(MatrixCell::absent);
    }

    private MatrixCell cell(CaseRow row) {
        if (row.speed().isEmpty()) {
            return MatrixCell.without(row.state(), row.reason());
        }
        CaseSummary speed = row.speed().get();
        return new MatrixCell(
                Optional.empty(),
                scale.format(speed.medianSeconds()),
                Numbers.significant(speed.imagesPerSecond()),
                precisions(row.variant()).size() > 1
                        ? row.precision().map(EffectivePrecision::words).orElse("")
                        : "",
                compared ? speedUp(row) : "",
                note(row, speed));
    }

    private String speedUp(CaseRow row) {
        return switch (section.reference(row)) {
            case Reference.Found it -> it.itself() ? "ref" : "×" + Numbers.ratio(it.speedUp());
            case Reference.None(String reason) -> {
                missing.add(reason);
                yield Numbers.ABSENT;
            }
        };
    }

    private String note(CaseRow row, CaseSummary speed) {
        String compared =
                switch (section.reference(row)) {
                    case Reference.Found it ->
                            it.itself() ? "the reference itself" : "over " + it.row().id();
                    case Reference.None(String reason) -> reason;
                };
        String layers = row.precision().map(it -> "; " + it.sentence()).orElse("");
        return row.state().word()
                + "; "
                + Boundaries.described(speed.boundary())
                + layers
                + "; "
                + compared;
    }
}
