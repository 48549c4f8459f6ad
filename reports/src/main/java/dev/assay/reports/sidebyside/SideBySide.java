package dev.assay.reports.sidebyside;

import dev.assay.core.AssayException;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.shard.Alike;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The page that sets runs beside each other. It divides no number by another run's: what is unlike
/// may be read together, not compared.
///
/// @param differing fields in which the environments differ, a column a run
/// @param equal fields that are the same in all
/// @param missing what could not be read
public record SideBySide(
        List<RunColumn> columns,
        String sentence,
        DataTable differing,
        DataTable equal,
        List<SidePart> parts,
        List<String> missing) {
    private static final String ABSENT = "(absent)";
    private static final int NAMED = 6;

    /// What a host is, which libraries it has, then the rest.
    private static final Comparator<String> HOST_FIRST =
            Comparator.comparing((String name) -> !name.startsWith("identity."))
                    .thenComparing(name -> !name.startsWith("engine."))
                    .thenComparing(Comparator.naturalOrder());

    public SideBySide {
        columns = List.copyOf(columns);
        parts = List.copyOf(parts);
        missing = List.copyOf(missing);
    }

    /// @param folder where the page will lie
    public static SideBySide of(List<RunDirectory> runs, Path folder) {
        if (runs.size() < 2 || runs.size() > RunColumn.MOST) {
            throw AssayException.config(
                    "2 to %s runs are set side by side, not %s"
                            .formatted(RunColumn.MOST, runs.size()));
        }
        List<Map<String, String>> fields = runs.stream().map(Alike::fields).toList();
        TreeSet<String> names = new TreeSet<>(HOST_FIRST);
        fields.forEach(it -> names.addAll(it.keySet()));
        List<String> differing =
                names.stream()
                        .filter(name -> values(name, fields).stream().distinct().count() > 1)
                        .toList();
        List<ReportModel> models = runs.stream().map(ReportModel::of).toList();
        List<RunColumn> columns = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            columns.add(RunColumn.of(i, models.get(i), fields.get(i), differing, folder));
        }
        List<SidePart> parts = parts(models);
        return new SideBySide(
                columns,
                sentence(columns.size(), differing),
                table("Where they differ", differing, fields, columns),
                table(
                        "The same in all",
                        names.stream().filter(name -> !differing.contains(name)).toList(),
                        fields.subList(0, 1),
                        List.of()),
                parts,
                models.stream()
                        .flatMap(model ->
                                model.problems().stream().map(it -> model.id() + ": " + it))
                        .toList());
    }

    private static List<String> values(String name, List<Map<String, String>> fields) {
        return fields.stream().map(it -> it.getOrDefault(name, ABSENT)).toList();
    }

    private static String sentence(int runs, List<String> differing) {
        if (differing.isEmpty()) {
            return runs
                    + " runs of like environments. Set beside each other they are not judged:"
                    + " compare and ab do that.";
        }
        String rest =
                differing.size() > NAMED ? " and %s more".formatted(differing.size() - NAMED) : "";
        return "%s runs of unlike environments: no verdict is drawn across them. They differ in %s%s."
                .formatted(
                        runs,
                        String.join(", ", differing.subList(0, Math.min(NAMED, differing.size()))),
                        rest);
    }

    private static DataTable table(
            String caption,
            List<String> names,
            List<Map<String, String>> fields,
            List<RunColumn> columns) {
        List<String> headings = new ArrayList<>(List.of("Field"));
        if (columns.isEmpty()) {
            headings.add("Value");
        }
        columns.forEach(it -> headings.add(it.letter()));
        List<List<String>> rows = new ArrayList<>();
        for (String name : names) {
            List<String> row = new ArrayList<>(List.of(name));
            row.addAll(values(name, fields));
            rows.add(row);
        }
        return new DataTable(caption, headings, headings.size(), rows);
    }

    private static List<SidePart> parts(List<ReportModel> models) {
        List<CaseRow> all = new ArrayList<>();
        models.forEach(it -> all.addAll(it.rows()));
        TreeSet<String> titles = new TreeSet<>();
        all.forEach(row -> titles.add(row.section()));
        return titles.stream()
                .map(title ->
                        SidePart.of(title, models.stream().map(it -> rows(it, title)).toList()))
                .toList();
    }

    private static List<CaseRow> rows(ReportModel model, String title) {
        return model.sections().stream()
                .filter(it -> it.title().equals(title))
                .map(Section::rows)
                .findFirst()
                .orElse(List.of());
    }

    /// How many cases are in every run.
    public String common() {
        long common =
                parts.stream()
                        .flatMap(it -> it.lines().stream())
                        .filter(it -> it.cells().stream().noneMatch(SideCell::absent))
                        .count();
        long all = parts.stream().mapToLong(it -> it.lines().size()).sum();
        return "%s of %s are in every run.".formatted(common, Numbers.count(all, "case"));
    }
}
