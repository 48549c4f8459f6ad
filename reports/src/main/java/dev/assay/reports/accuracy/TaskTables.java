package dev.assay.reports.accuracy;

import dev.assay.reports.model.Section;
import dev.assay.reports.text.DataTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is measured of a model's task beyond the errors of its tensors, a table for each kind.
///
/// Detection scores have a table of their own, {@link dev.assay.reports.detection.DetectionTable}.
public final class TaskTables {
    private TaskTables() {}

    /// Only those that the section has something for.
    public static List<DataTable> of(Section section) {
        return Stream.of(ScoreTable.of(section), ConsistencyTable.of(section))
                .flatMap(Optional::stream)
                .toList();
    }
}
