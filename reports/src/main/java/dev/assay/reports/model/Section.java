package dev.assay.reports.model;

import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.speedup.SpeedUpRow;
import dev.assay.core.speedup.SpeedUps;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.Workload;
import dev.assay.reports.model.Reference.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The cases of one model, one shape and one workload: what a table and its charts show together.
///
/// @param rows by batch, then engine, then precision
public record Section(List<CaseRow> rows) {
    public Section {
        rows = List.copyOf(rows);
    }

    static List<Section> of(List<CaseRow> rows) {
        Map<String, List<CaseRow>> sections = new LinkedHashMap<>();
        rows.forEach(
                row -> sections.computeIfAbsent(row.section(), key -> new ArrayList<>()).add(row));
        return sections.values().stream().map(Section::new).toList();
    }

    public String title() {
        return rows.getFirst().section();
    }

    public String model() {
        return rows.getFirst().id().model();
    }

    /// Safe in file names and as the target of a link.
    public String slug() {
        CaseId id = rows.getFirst().id();
        return String.join(".", id.model(), id.dims(), id.workload());
    }

    public List<Variant> variants() {
        return rows.stream().map(CaseRow::variant).distinct().sorted().toList();
    }

    public List<Integer> batches() {
        return rows.stream().map(row -> row.id().batch()).distinct().sorted().toList();
    }

    public Optional<CaseRow> row(Variant variant, int batch) {
        return rows.stream()
                .filter(row -> row.id().batch() == batch && row.variant().equals(variant))
                .findFirst();
    }

    /// Whether queries were pipelined, so that the throughput is the result and the time of a
    /// single query is not.
    public boolean pipelined() {
        return rows.getFirst().id().workload().equals(Workload.THROUGHPUT.slug());
    }

    /// What a row's speed is compared with at its own boundary.
    public Reference reference(CaseRow row) {
        return row.speed()
                .map(speed -> new ReferenceFinder(this).find(row, speed.boundary()))
                .orElseGet(() -> new Reference.None("the case has no valid time"));
    }

    /// What a row's speed at a given boundary is compared with.
    public Reference reference(CaseRow row, MeasurementBoundary boundary) {
        return new ReferenceFinder(this).find(row, boundary);
    }

    /// Every row beside PyTorch, or its own FP32, at each boundary for itself.
    public List<SpeedUpRow> speedUps() {
        return SpeedUps.of(rows.stream().map(CaseRow::side).toList());
    }

    /// Names of what the rows are compared with, each once; empty where every row could only be
    /// compared with itself.
    public List<String> referenceNames() {
        List<Reference.Found> found =
                rows.stream()
                        .map(this::reference)
                        .filter(Reference.Found.class::isInstance)
                        .map(Reference.Found.class::cast)
                        .toList();
        boolean several = rows.stream().map(row -> row.id().engine()).distinct().count() > 1;
        boolean told =
                found.stream()
                        .anyMatch(it -> !it.itself() || (several && it.kind() == Kind.PYTORCH));
        return told ? found.stream().map(Reference.Found::name).distinct().toList() : List.of();
    }

    /// Median time over the reference's median time; empty where either has no speed.
    public Optional<Double> timeRatio(CaseRow row) {
        return reference(row).found().map(Reference.Found::timeRatio);
    }

    /// How many times as fast as the reference; empty where either has no speed.
    public Optional<Double> speedUp(CaseRow row) {
        return reference(row).found().map(Reference.Found::speedUp);
    }
}
