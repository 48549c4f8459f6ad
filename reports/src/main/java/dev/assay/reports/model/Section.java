package dev.assay.reports.model;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.suite.CaseId;
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

    /// The engine that the others are compared with: PyTorch where it took part.
    public Optional<String> referenceEngine() {
        List<String> engines = rows.stream().map(row -> row.id().engine()).distinct().toList();
        if (engines.size() < 2) {
            return Optional.empty();
        }
        return engines.stream()
                .filter(engine -> engine.startsWith("pytorch"))
                .sorted()
                .findFirst()
                .or(() -> variants().stream().map(Variant::engine).findFirst());
    }

    /// The case that a row's speed is compared with: reference engine, same batch, the same
    /// precision where the reference has it, else FP32.
    public Optional<CaseRow> referenceOf(CaseRow row) {
        List<CaseRow> candidates =
                rows.stream()
                        .filter(it ->
                                referenceEngine().filter(it.id().engine()::equals).isPresent())
                        .filter(it -> it.id().batch() == row.id().batch())
                        .filter(it -> it.id().steps().equals("base"))
                        .toList();
        return candidates.stream()
                .filter(it -> it.id().precision().equals(row.id().precision()))
                .findFirst()
                .or(() ->
                        candidates.stream()
                                .filter(it -> it.id().precision().startsWith("fp32"))
                                .findFirst());
    }

    /// Median time over the reference's median time; empty where either has no speed.
    public Optional<Double> timeRatio(CaseRow row) {
        Optional<Double> own = row.speed().map(CaseSummary::medianSeconds);
        Optional<Double> reference =
                referenceOf(row).flatMap(CaseRow::speed).map(CaseSummary::medianSeconds);
        return own.flatMap(time -> reference.map(other -> time / other));
    }
}
