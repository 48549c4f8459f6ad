package dev.assay.reports.published;

import dev.assay.core.published.PublishedFigure;
import dev.assay.core.run.CaseSummary;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.Numbers;
import dev.assay.reports.text.TimeScale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What others published for the cases of a section, beside what was measured here. There is no
/// ratio and no verdict: the machine, the versions and the way of timing are others.
///
/// @param machines that the figures were measured on
/// @param unit of all times
/// @param notes what is known to be wrong with the figures, referred to by number
public record PublishedTable(String machines, String unit, List<Line> lines, List<String> notes) {
    public PublishedTable {
        lines = List.copyOf(lines);
        notes = List.copyOf(notes);
    }

    /// @param variant as the publication calls it
    /// @param measured at the boundary; a dash where the case has no speed there
    /// @param note number of the note, from 1; 0 for none
    public record Line(
            int batch,
            String label,
            String variant,
            String source,
            String published,
            String measured,
            String boundary,
            int note) {}

    /// Empty where nothing was published for a case of the section.
    public static Optional<PublishedTable> of(Section section, List<PublishedFigure> figures) {
        List<PublishedPair> pairs = PublishedPair.of(section, figures);
        if (pairs.isEmpty()) {
            return Optional.empty();
        }
        TimeScale scale =
                TimeScale.of(
                        pairs.stream()
                                .flatMap(it ->
                                        Stream.concat(
                                                Stream.of(it.figure().seconds()),
                                                measured(it).stream()))
                                .toList());
        List<String> notes = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        for (PublishedPair pair : pairs) {
            PublishedFigure figure = pair.figure();
            if (!figure.flaw().isEmpty() && !notes.contains(figure.flaw())) {
                notes.add(figure.flaw());
            }
            lines.add(
                    new Line(
                            pair.row().id().batch(),
                            pair.row().variant().label(),
                            figure.variant() + ", " + figure.precision(),
                            figure.source(),
                            scale.format(figure.seconds()),
                            measured(pair).map(scale::format).orElse(Numbers.ABSENT),
                            pair.boundary().name(),
                            notes.indexOf(figure.flaw()) + 1));
        }
        String machines =
                pairs.stream()
                        .map(it -> it.figure().machine())
                        .distinct()
                        .collect(Collectors.joining("; "));
        return Optional.of(new PublishedTable(machines, scale.unit(), lines, notes));
    }

    private static Optional<Double> measured(PublishedPair pair) {
        return pair.row().speedAt(pair.boundary()).map(CaseSummary::medianSeconds);
    }
}
