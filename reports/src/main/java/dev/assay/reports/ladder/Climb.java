package dev.assay.reports.ladder;

import dev.assay.core.suite.Ladder;
import dev.assay.core.suite.Precision;
import dev.assay.core.suite.Rung;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// One ladder with one engine at one batch: its rungs as they were measured.
///
/// @param steps the baseline first, then forward
public record Climb(
        Ladder ladder,
        String engine,
        int batch,
        List<Step> steps,
        List<Step> without,
        List<Step> ceilings) {
    public Climb {
        steps = List.copyOf(steps);
        without = List.copyOf(without);
        ceilings = List.copyOf(ceilings);
    }

    /// A rung with its case.
    ///
    /// @param before the case that it is held against: the rung below, of all but one step the rung
    ///   with all of them
    public record Step(Rung rung, CaseRow row, Optional<CaseRow> before) {}

    /// All climbs of a section, in the order of the suite.
    public static List<Climb> of(Section section, ReportModel model) {
        List<Climb> climbs = new ArrayList<>();
        for (Ladder ladder : model.ladders().all()) {
            if (!ladder.models().contains(section.model())) {
                continue;
            }
            for (String engine : engines(section)) {
                for (int batch : section.batches()) {
                    Climb climb = climb(section, ladder, engine, batch);
                    if (climb.steps().size() > 1) {
                        climbs.add(climb);
                    }
                }
            }
        }
        return climbs;
    }

    private static TreeSet<String> engines(Section section) {
        TreeSet<String> engines = new TreeSet<>();
        section.rows().forEach(it -> engines.add(it.id().engine()));
        return engines;
    }

    private static Climb climb(Section section, Ladder ladder, String engine, int batch) {
        List<Step> steps = new ArrayList<>();
        List<Step> without = new ArrayList<>();
        List<Step> ceilings = new ArrayList<>();
        List<Rung> rungs = ladder.rungs();
        Optional<CaseRow> before = Optional.empty();
        Optional<CaseRow> last = Optional.empty();
        List<Rung> forward = new ArrayList<>();
        for (Rung rung : rungs) {
            Optional<CaseRow> row = find(section, ladder, rung, engine, batch);
            switch (rung.role()) {
                case BASELINE, FORWARD -> {
                    forward.add(rung);
                    Optional<CaseRow> below = before;
                    row.ifPresent(it -> steps.add(new Step(rung, it, below)));
                    before = row;
                    last = row;
                }
                case WITHOUT -> {
                    Optional<CaseRow> all = last;
                    row.ifPresent(it -> without.add(new Step(rung, it, all)));
                }
                case CEILING -> {
                    Optional<CaseRow> below =
                            below(forward, rung)
                                    .flatMap(it -> find(section, ladder, it, engine, batch));
                    row.ifPresent(it -> ceilings.add(new Step(rung, it, below)));
                }
            }
        }
        return new Climb(ladder, engine, batch, steps, without, ceilings);
    }

    /// The rung without the last step.
    private static Optional<Rung> below(List<Rung> forward, Rung ceiling) {
        return forward.stream()
                .filter(it -> it.steps().size() == ceiling.steps().size() - 1)
                .findFirst();
    }

    private static Optional<CaseRow> find(
            Section section, Ladder ladder, Rung rung, String engine, int batch) {
        Precision precision = rung.precision(ladder.precision());
        return section.rows().stream()
                .filter(it ->
                        it.id().engine().equals(engine)
                                && it.id().batch() == batch
                                && it.id().steps().equals(rung.slug())
                                && it.id().precision().split("-", 2)[0].equals(precision.slug()))
                .findFirst();
    }
}
