package dev.assay.reports;

import dev.assay.core.run.AccuracyOutcome;
import dev.assay.core.run.AccuracyResult;
import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.stats.Distribution;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.core.verdict.RunVerdict;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.EffectivePrecision;
import dev.assay.reports.model.Fork;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.text.Boundaries;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A run of one model as plain text for `assay quick`: a column for each case, speed by trtexec's
/// names, errors, the precision that ran, and what the numbers are worth.
public final class QuickTable {
    private static final int LABEL = 20;
    private static final int COLUMN = 12;
    private static final int FACT = 12;
    private static final int MOST_OUTPUTS = 6;

    private final int width;
    private final List<String> lines = new ArrayList<>();

    private QuickTable(int width) {
        this.width = Math.max(LABEL + COLUMN, width);
    }

    /// @param facts what was measured, in words, by what they are about
    /// @param notes what was chosen without being asked for
    /// @param width columns of the terminal
    /// @return lines that end in a line feed
    public static String render(
            RunDirectory run, Map<String, String> facts, List<String> notes, int width) {
        return new QuickTable(width).render(ReportModel.of(run), facts, notes);
    }

    private String render(ReportModel model, Map<String, String> facts, List<String> notes) {
        facts.forEach((what, fact) -> wrapped(TerminalText.left(what, FACT), fact));
        model.rows().stream()
                .flatMap(row -> row.forks().stream())
                .map(it -> it.measurement().engine())
                .map(it -> it.library() + " " + it.version())
                .distinct()
                .forEach(it -> wrapped(TerminalText.left("library", FACT), it));
        notes.forEach(it -> wrapped(TerminalText.left("note", FACT), it));
        int columns = Math.max(1, (width - LABEL) / COLUMN);
        List<CaseRow> rows = model.rows();
        for (int from = 0; from < rows.size(); from += columns) {
            lines.add("");
            block(rows.subList(from, Math.min(rows.size(), from + columns)));
        }
        rows.forEach(this::explain);
        model.verdict().map(RunVerdict::notices).orElse(List.of()).stream()
                .filter(it -> !it.contains("baseline"))
                .forEach(it -> wrapped("note: ", it));
        return lines.stream()
                .map(line -> line.stripTrailing() + "\n")
                .collect(Collectors.joining());
    }

    private void block(List<CaseRow> rows) {
        if (rows.stream().map(it -> it.id().engine()).distinct().count() > 1) {
            line("", rows, row -> row.id().engine());
        }
        line(
                "batch " + rows.getFirst().id().batch(),
                rows,
                row -> row.id().precision().toUpperCase(Locale.ROOT));
        lines.add("-".repeat(LABEL + COLUMN * rows.size()));
        line("evidence", rows, row -> row.state().word());
        if (rows.stream().anyMatch(row -> row.speed().isPresent())) {
            speed(rows);
        }
        if (rows.stream().anyMatch(row -> row.precision().isPresent())) {
            line(
                    "layers that ran so",
                    rows,
                    row -> row.precision().map(EffectivePrecision::share).orElse("-"));
        }
        errors(rows);
    }

    private void speed(List<CaseRow> rows) {
        Optional<MeasurementBoundary> headline =
                rows.stream()
                        .flatMap(row -> row.summaries().stream())
                        .map(CaseSummary::boundary)
                        .findFirst();
        headline.ifPresent(boundary -> {
            Function<CaseRow, Optional<CaseSummary>> at = row -> row.speedAt(boundary);
            line(name(boundary), rows, time(at, CaseSummary::medianSeconds));
            line("  mean", rows, time(at, CaseSummary::meanSeconds));
            line("  min", rows, time(at, CaseSummary::minSeconds));
            line("  max", rows, time(at, CaseSummary::maxSeconds));
            line("  p90", rows, rare(at, CaseSummary::p90Seconds));
            line("  p99", rows, rare(at, CaseSummary::p99Seconds));
            line(
                    "  between processes",
                    rows,
                    row -> at.apply(row).map(it -> Numbers.percent(it.forkSpread())).orElse("-"));
        });
        for (MeasurementBoundary boundary :
                List.of(
                        MeasurementBoundary.WITH_TRANSFERS,
                        MeasurementBoundary.H2D,
                        MeasurementBoundary.D2H,
                        MeasurementBoundary.ENQUEUE)) {
            boolean measured =
                    rows.stream()
                            .flatMap(row -> row.summaries().stream())
                            .anyMatch(it -> it.boundary() == boundary);
            if (measured && !headline.equals(Optional.of(boundary))) {
                line(
                        name(boundary),
                        rows,
                        time(row -> row.speedAt(boundary), CaseSummary::medianSeconds));
            }
        }
        line(
                "Throughput, qps",
                rows,
                row ->
                        row.speed()
                                .map(it -> Numbers.significant(it.queriesPerSecond()))
                                .orElse("-"));
        line(
                "  images/s",
                rows,
                row ->
                        row.speed()
                                .map(it -> Numbers.significant(it.imagesPerSecond()))
                                .orElse("-"));
    }

    private static String name(MeasurementBoundary boundary) {
        String name = Boundaries.trtexec(boundary);
        return name.equals(Numbers.ABSENT) ? "Host time" : name;
    }

    private static Function<CaseRow, String> time(
            Function<CaseRow, Optional<CaseSummary>> at, Function<CaseSummary, Double> value) {
        return row -> at.apply(row).map(value).map(Numbers::duration).orElse("-");
    }

    private static Function<CaseRow, String> rare(
            Function<CaseRow, Optional<CaseSummary>> at,
            Function<CaseSummary, OptionalDouble> value) {
        return row ->
                at.apply(row)
                        .map(value)
                        .filter(OptionalDouble::isPresent)
                        .map(it -> Numbers.duration(it.getAsDouble()))
                        .orElse("-");
    }

    /// Errors are shown of wrong outputs, too: there they are the news.
    private void errors(List<CaseRow> rows) {
        List<String> outputs =
                rows.stream()
                        .flatMap(row -> row.compared().stream())
                        .flatMap(it -> it.results().stream())
                        .map(AccuracyResult::output)
                        .distinct()
                        .toList();
        for (String output : outputs.subList(0, Math.min(MOST_OUTPUTS, outputs.size()))) {
            line(output, rows, row -> "");
            line(
                    "  relL2",
                    rows,
                    error(output, it -> Numbers.scientific(it.statistics().relativeL2())));
            line(
                    "  max abs error",
                    rows,
                    error(
                            output,
                            it ->
                                    it.statistics()
                                            .absolute()
                                            .map(Distribution::max)
                                            .map(Numbers::scientific)
                                            .orElse("-")));
            line("  SQNR, dB", rows, error(output, it -> decibel(it.statistics().sqnrDb())));
        }
        if (outputs.size() > MOST_OUTPUTS) {
            lines.add((outputs.size() - MOST_OUTPUTS) + " more outputs are in the report");
        }
        if (!outputs.isEmpty()) {
            line(
                    "limit of relL2",
                    rows,
                    row ->
                            row.compared()
                                    .map(AccuracyOutcome.Compared::limits)
                                    .map(it -> it.get(ToleranceKey.REL_L2))
                                    .map(Numbers::limit)
                                    .orElse("none"));
        }
    }

    private static Function<CaseRow, String> error(
            String output, Function<AccuracyResult, String> text) {
        return row ->
                row.compared().stream()
                        .flatMap(it -> it.results().stream())
                        .filter(it -> it.output().equals(output) && it.view().equals("full"))
                        .map(text)
                        .findFirst()
                        .orElse("-");
    }

    private static String decibel(OptionalDouble value) {
        if (value.isEmpty()) {
            return "-";
        }
        return value.getAsDouble() == Double.POSITIVE_INFINITY
                ? "exact"
                : Numbers.significant(value.getAsDouble());
    }

    private void explain(CaseRow row) {
        List<String> said = new ArrayList<>();
        if (!row.reason().isBlank()) {
            said.add(row.state().word() + ": " + row.reason());
        }
        row.precision().map(EffectivePrecision::sentence).ifPresent(said::add);
        row.forks().stream()
                .map(Fork::measurement)
                .flatMap(it -> it.notes().stream())
                .distinct()
                .forEach(said::add);
        String lead = row.id().precision().toUpperCase(Locale.ROOT) + "  ";
        if (!said.isEmpty()) {
            lines.add("");
        }
        said.forEach(it -> wrapped(lead, it));
    }

    private void line(String label, List<CaseRow> rows, Function<CaseRow, String> cell) {
        StringBuilder line =
                new StringBuilder(
                        TerminalText.left(
                                (label.startsWith("  ") ? "  " : "") + TerminalText.clean(label),
                                LABEL));
        for (CaseRow row : rows) {
            line.append(
                    TerminalText.right(
                            TerminalText.clean(Objects.requireNonNull(cell.apply(row))), COLUMN));
        }
        lines.add(line.toString());
    }

    private void wrapped(String lead, String text) {
        List<String> wrapped = TerminalText.wrap(TerminalText.clean(text), width - lead.length());
        for (int i = 0; i < wrapped.size(); i++) {
            lines.add((i == 0 ? lead : " ".repeat(lead.length())) + wrapped.get(i));
        }
    }
}
