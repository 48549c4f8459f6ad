package dev.assay.reports.ladder;

import dev.assay.core.AssayException;
import dev.assay.core.kernels.KernelProfile;
import dev.assay.core.kernels.KernelTime;
import dev.assay.core.layers.EngineLayers;
import dev.assay.core.layers.InspectorReport;
import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.Rung;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A climb as tables and sentences.
///
/// @param tables forward; then, where they were measured, without each step and the ceilings
/// @param words what every step brought or cost
public record LadderTable(String title, List<DataTable> tables, List<String> words) {
    private static final List<String> HEADINGS =
            List.of(
                    "Rung",
                    "Precision",
                    "Median",
                    "Images/s",
                    "Time against",
                    "Time against baseline",
                    "Gain over baseline",
                    "SQNR, dB",
                    "ΔAP, points",
                    "Layers",
                    "Reformats",
                    "Top kernels");
    private static final int COMPARED = 4;
    private static final int NUMBERS_FROM = 2;
    private static final int KERNELS = 3;

    public LadderTable {
        tables = List.copyOf(tables);
        words = List.copyOf(words);
    }

    /// All ladders that a section's model was climbed with.
    public static List<LadderTable> of(Section section, ReportModel model) {
        return Climb.of(section, model).stream().map(it -> of(it, model.run())).toList();
    }

    private static LadderTable of(Climb climb, RunDirectory run) {
        double spread = spread(climb);
        List<DataTable> tables = new ArrayList<>();
        tables.add(
                table(
                        "Step by step, each on top of those above",
                        "the rung before",
                        climb,
                        climb.steps(),
                        run,
                        spread));
        if (!climb.without().isEmpty()) {
            tables.add(
                    table("All steps but one", "all steps", climb, climb.without(), run, spread));
        }
        if (!climb.ceilings().isEmpty()) {
            tables.add(
                    table(
                            "Next to nothing in a plugin's place: the most it could win. Outputs are wrong on purpose; never ranked",
                            "the rung before",
                            climb,
                            climb.ceilings(),
                            run,
                            spread));
        }
        List<String> words = new ArrayList<>(LadderWords.of(climb, run, spread));
        total(climb, spread).ifPresent(words::addFirst);
        if (spread > Change.MARGIN) {
            words.add(
                    "Builds of one engine differ by up to %s here: a change of a rung that was built once counts only beyond that"
                            .formatted(Numbers.percent(spread)));
        }
        return new LadderTable(
                "Ladder %s: %s, batch %d"
                        .formatted(climb.ladder().id(), climb.engine(), climb.batch()),
                tables,
                words);
    }

    /// How far builds of one engine differ, where some were built several times.
    private static double spread(Climb climb) {
        return climb.steps().stream()
                .flatMap(it -> it.row().speed().stream())
                .filter(it -> it.buildMedianSeconds().size() > 1)
                .mapToDouble(CaseSummary::buildSpread)
                .max()
                .orElse(0);
    }

    private static Optional<String> total(Climb climb, double spread) {
        CaseRow first = climb.steps().getFirst().row();
        CaseRow last = climb.steps().getLast().row();
        return Change.of(first, last, spread)
                .flatMap(it -> it.decision().evidence())
                .map(it ->
                        "All %d steps together: ×%s the baseline's speed, a gain of %s"
                                .formatted(
                                        climb.steps().size() - 1,
                                        Numbers.ratio(1 / (1 + it.change())),
                                        Numbers.change(1 / (1 + it.change()) - 1)));
    }

    private static DataTable table(
            String caption,
            String against,
            Climb climb,
            List<Climb.Step> steps,
            RunDirectory run,
            double spread) {
        List<String> headings = new ArrayList<>(HEADINGS);
        headings.set(COMPARED, HEADINGS.get(COMPARED) + " " + against);
        CaseRow baseline = climb.steps().getFirst().row();
        return new DataTable(
                caption,
                headings,
                NUMBERS_FROM,
                steps.stream().map(it -> cells(it, baseline, run, spread)).toList());
    }

    private static List<String> cells(
            Climb.Step step, CaseRow baseline, RunDirectory run, double spread) {
        CaseRow row = step.row();
        List<String> cells = new ArrayList<>(List.of(name(step.rung()), row.id().precision()));
        Optional<CaseSummary> speed = row.speed();
        cells.add(
                speed.map(it -> Numbers.duration(it.medianSeconds()))
                        .orElse("✗ " + row.state().word()));
        cells.add(
                speed.map(it -> Numbers.significant(it.imagesPerSecond())).orElse(Numbers.ABSENT));
        Optional<Change> change = step.before().flatMap(it -> Change.of(it, row, spread));
        cells.add(change.map(Change::text).orElse(Numbers.ABSENT));
        Optional<Change> total =
                Optional.of(baseline)
                        .filter(it -> !it.id().equals(row.id()))
                        .flatMap(it -> Change.of(it, row, spread));
        cells.add(total.map(Change::text).orElse(Numbers.ABSENT));
        cells.add(
                total.flatMap(it -> it.decision().evidence())
                        .map(it -> Numbers.change(1 / (1 + it.change()) - 1))
                        .orElse(Numbers.ABSENT));
        cells.add(
                row.worstSqnrDb().isPresent()
                        ? Numbers.significant(row.worstSqnrDb().getAsDouble())
                        : Numbers.ABSENT);
        cells.add(LadderWords.ap(row).map(LadderTable::points).orElse(Numbers.ABSENT));
        Optional<EngineLayers> layers = layers(run, row);
        cells.add(layers.map(it -> Integer.toString(it.running().size())).orElse(Numbers.ABSENT));
        cells.add(layers.map(it -> Integer.toString(it.reformats().size())).orElse(Numbers.ABSENT));
        cells.add(kernels(run, row));
        return cells;
    }

    private static String name(Rung rung) {
        return switch (rung.role()) {
            case BASELINE -> "baseline" + (rung.steps().isEmpty() ? "" : " (" + rung.slug() + ")");
            case FORWARD -> "+ " + rung.step();
            case WITHOUT -> "without " + rung.step();
            case CEILING -> "ceiling of " + rung.step();
        };
    }

    private static String points(DetectionScores.Change change) {
        String points =
                change.points().isPresent()
                        ? Numbers.fixed(change.points().getAsDouble(), 2)
                        : Numbers.ABSENT;
        return change.interval()
                .map(it ->
                        "%s (%s to %s)"
                                .formatted(
                                        points,
                                        Numbers.fixed(it.low(), 2),
                                        Numbers.fixed(it.high(), 2)))
                .orElse(points);
    }

    private static Optional<EngineLayers> layers(RunDirectory run, CaseRow row) {
        Path file = run.root().resolve("layers").resolve(row.id().text() + ".json");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(InspectorReport.read(file));
        } catch (AssayException _) {
            // The page of the engine says what is wrong with it.
            return Optional.empty();
        }
    }

    private static String kernels(RunDirectory run, CaseRow row) {
        try {
            return KernelProfile.read(run, row.id()).stream()
                    .flatMap(it -> it.kernels().stream())
                    .sorted(Comparator.comparingDouble(KernelTime::medianSeconds).reversed())
                    .limit(KERNELS)
                    .map(it -> it.shortName() + " " + Numbers.duration(it.medianSeconds()))
                    .collect(
                            Collectors.collectingAndThen(
                                    Collectors.joining("; "),
                                    it -> it.isEmpty() ? Numbers.ABSENT : it));
        } catch (AssayException _) {
            return Numbers.ABSENT;
        }
    }
}
