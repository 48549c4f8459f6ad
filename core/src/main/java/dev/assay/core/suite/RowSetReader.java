package dev.assay.core.suite;

import dev.assay.core.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads where the rows of a model are: `inputs`, `references` and `shapes` of the model, or one
/// such set for each item of `rows`.
final class RowSetReader {
    private static final List<String> ROW_KEYS =
            List.of("shape", "inputs", "references", "calibration", "targets", "tolerances");

    private final ModelReader files;
    private final YamlValue model;

    /// @param model the node of the model, for problems that have no line of their own
    RowSetReader(ModelReader files, YamlValue model) {
        this.files = files;
        this.model = model;
    }

    /// @return empty where something required is missing, which is reported
    List<RowSet> read(Map<String, YamlValue> entries) {
        YamlValue rows = entries.get("rows");
        if (rows == null) {
            return ofModel(entries);
        }
        for (String key : List.of("inputs", "references", "shapes")) {
            Optional.ofNullable(entries.get(key))
                    .ifPresent(it ->
                            it.problem(
                                    "'%s' is said in each of 'rows': leave one of the two out"
                                            .formatted(key)));
        }
        Optional<Path> calibration = files.path(entries, "calibration");
        List<RowSet> sets = new ArrayList<>();
        Set<Shape> shapes = new HashSet<>();
        for (YamlValue item : rows.items("'rows'")) {
            ofItem(item, calibration)
                    .ifPresent(set -> {
                        if (!shapes.addAll(set.shapes())) {
                            item.problem("two of 'rows' have the shape " + set.shapes().getFirst());
                        }
                        sets.add(set);
                    });
        }
        return sets;
    }

    private List<RowSet> ofModel(Map<String, YamlValue> entries) {
        if (!entries.containsKey("inputs")) {
            model.problem("a model has no 'inputs'");
        }
        if (!entries.containsKey("shapes")) {
            model.problem("a model has no 'shapes' (of one input row, e.g. [3x96x90])");
        }
        List<Shape> shapes =
                SuiteReader.list(entries, "shapes", files::shape).stream().distinct().toList();
        Optional<Path> inputs = files.path(entries, "inputs");
        Optional<Path> references = files.path(entries, "references");
        Optional<Path> calibration = files.path(entries, "calibration");
        return inputs.stream()
                .map(it ->
                        new RowSet(shapes, it, references, calibration, Optional.empty(), Map.of()))
                .toList();
    }

    private Optional<RowSet> ofItem(YamlValue item, Optional<Path> calibrationOfModel) {
        Map<String, YamlValue> entries = item.entries("one of 'rows'", ROW_KEYS);
        for (String key : List.of("shape", "inputs")) {
            if (!entries.containsKey(key)) {
                item.problem("one of 'rows' has no '" + key + "'");
            }
        }
        Optional<Shape> shape = Optional.ofNullable(entries.get("shape")).flatMap(files::shape);
        Optional<Path> inputs = files.path(entries, "inputs");
        Optional<Path> references = files.path(entries, "references");
        Optional<Path> calibration = files.path(entries, "calibration");
        Optional<Path> targets = files.path(entries, "targets");
        Map<Precision, Tolerance> tolerances =
                ToleranceReader.tolerances(Optional.ofNullable(entries.get("tolerances")));
        if (shape.isEmpty() || inputs.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new RowSet(
                        List.of(shape.get()),
                        inputs.get(),
                        references,
                        calibration.or(() -> calibrationOfModel),
                        targets,
                        tolerances));
    }
}
