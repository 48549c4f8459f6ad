package dev.assay.reports.inside;

import dev.assay.core.AssayException;
import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.kernels.KernelProfile;
import dev.assay.core.layers.InspectorReport;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.speed.Ceilings;
import dev.assay.core.speed.DataSheet;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Reads what a run knows of its engines' layers.
///
/// Every case that was profiled is shown. Of the others one is enough for an engine: cases of all
/// batches have its layers.
final class InsideReader {
    private final RunDirectory run;
    private final List<CaseRow> rows;
    private final List<String> problems = new ArrayList<>();

    InsideReader(ReportModel model) {
        this.run = model.run();
        this.rows = model.rows();
    }

    List<InsideCase> read() {
        List<InsideCase> cases = new ArrayList<>();
        Set<String> shown = new HashSet<>();
        Optional<Ceilings> measured = measured();
        for (CaseRow row : rows) {
            attempt(() -> profiled(row, measured))
                    .ifPresent(it -> {
                        cases.add(it);
                        shown.add(engine(row));
                    });
        }
        for (CaseRow row : rows) {
            Path layers = layers(row, "");
            if (!shown.contains(engine(row)) && Files.isRegularFile(layers)) {
                attempt(() -> Optional.of(new InsideCase(row, untimed(layers), Optional.empty())))
                        .ifPresent(it -> {
                            cases.add(it);
                            shown.add(engine(row));
                        });
            }
        }
        return List.copyOf(cases);
    }

    /// What could not be read.
    List<String> problems() {
        return problems.stream().distinct().toList();
    }

    /// What became of the first of several builds of a case's engine in the others. Builds have no
    /// times of their own: the first one is profiled.
    List<Cause> builds(InsideCase it) {
        List<Cause> causes = new ArrayList<>();
        Path first = layers(it.row(), "");
        for (int build = 2; Files.isRegularFile(layers(it.row(), ".build" + build)); build++) {
            Path other = layers(it.row(), ".build" + build);
            String name = "build 1, build " + build;
            attempt(() -> Optional.of(Cause.of(name, untimed(first), untimed(other))))
                    .ifPresent(causes::add);
        }
        return causes;
    }

    private static Breakdown untimed(Path layers) {
        return Breakdown.of(InspectorReport.read(layers), Optional.empty(), Optional.empty());
    }

    private Path layers(CaseRow row, String build) {
        return run.root().resolve("layers").resolve(row.id().text() + build + ".json");
    }

    private static String engine(CaseRow row) {
        return row.id().model() + " " + row.id().dims() + " " + row.variant().label();
    }

    /// Measured once in a run.
    private Optional<Ceilings> measured() {
        return rows.stream()
                .flatMap(row -> attempt(() -> KernelProfile.read(run, row.id())).stream())
                .flatMap(it -> it.ceilings().stream())
                .findFirst();
    }

    private Optional<InsideCase> profiled(CaseRow row, Optional<Ceilings> measured) {
        Optional<KernelProfile> profile = KernelProfile.read(run, row.id());
        Path layers = run.root().resolve(KernelProfile.layersFile(row.id()));
        if (profile.isEmpty() || !Files.isRegularFile(layers)) {
            return Optional.empty();
        }
        Optional<Ceilings> sheet = DataSheet.of(profile.get().device());
        Optional<Ceilings> ceilings =
                measured.map(it -> sheet.map(it::orElse).orElse(it)).or(() -> sheet);
        return Optional.of(
                new InsideCase(
                        row,
                        Breakdown.of(InspectorReport.read(layers), profile, ceilings),
                        profile));
    }

    private <T> Optional<T> attempt(Supplier<Optional<T>> read) {
        try {
            return read.get();
        } catch (AssayException e) {
            problems.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
