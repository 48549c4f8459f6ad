package dev.assay.reports.speed;

import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Fork;
import dev.assay.reports.model.PrecisionWarnings;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What to know of a section's numbers that invalidates none of them.
///
/// @param warnings precisions that are not what they are called
/// @param notes of the forks, such as a clock held down by the power limit, with how often
public record SectionNotes(List<String> warnings, List<String> notes) {
    public SectionNotes {
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
    }

    public static SectionNotes of(Section section) {
        Map<String, Alike> alike = new LinkedHashMap<>();
        for (CaseRow row : section.rows()) {
            for (Fork fork : row.forks()) {
                for (String note : fork.measurement().notes()) {
                    alike.computeIfAbsent(withoutNumbers(note), key -> new Alike()).add(row, note);
                }
            }
        }
        return new SectionNotes(
                PrecisionWarnings.of(section.rows()).stream()
                        .map(it -> it.replace(" on " + section.title(), ""))
                        .toList(),
                alike.values().stream().map(Alike::sentence).toList());
    }

    public boolean isEmpty() {
        return warnings.isEmpty() && notes.isEmpty();
    }

    private static String withoutNumbers(String note) {
        return note.replaceAll("[0-9]+(\\.[0-9]+)?", "#");
    }

    /// Notes that differ in their numbers only.
    private static final class Alike {
        private final TreeSet<String> texts = new TreeSet<>();
        private final List<CaseRow> forks = new ArrayList<>();

        private void add(CaseRow row, String note) {
            texts.add(note);
            forks.add(row);
        }

        private String sentence() {
            String like = texts.size() > 1 ? ", and alike" : "";
            return "%s%s: %s of %s"
                    .formatted(
                            texts.first(),
                            like,
                            Numbers.count(forks.size(), "fork"),
                            Numbers.count(
                                    forks.stream().map(CaseRow::id).distinct().count(), "case"));
        }
    }
}
