package dev.assay.reports.evidence;

import dev.assay.core.run.Environment;
import dev.assay.core.run.RunInfo;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.text.DataTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that was recorded around the numbers.
///
/// @param forks one a measured case
/// @param remarks what could not be read
public record Evidence(
        Optional<DataTable> run,
        Optional<DataTable> environment,
        String environmentId,
        List<EngineGroup> engines,
        Optional<DataTable> devices,
        List<ForkTable> forks,
        List<String> remarks) {
    private static final int OPEN_ROWS = 16;

    /// Whether the table of what devices did is too long to stand open.
    public boolean devicesFolded() {
        return devices.filter(it -> it.rows().size() > OPEN_ROWS).isPresent();
    }

    /// @param folder of the page, from which sample files are linked
    public static Evidence of(ReportModel model, Path folder) {
        return new Evidence(
                model.info().map(Evidence::run),
                model.environment().map(Evidence::environment),
                model.environment().map(it -> it.id().sha256()).orElse(""),
                EngineGroup.of(model),
                DeviceTable.of(model),
                model.rows().stream()
                        .filter(row -> !row.forks().isEmpty())
                        .map(row -> ForkTable.of(model.run(), row, folder))
                        .toList(),
                model.remarks());
    }

    private static DataTable run(RunInfo info) {
        return new DataTable(
                "The run",
                List.of("Field", "Value"),
                2,
                List.of(
                        List.of("Run", info.id()),
                        List.of("Suite", info.suite()),
                        List.of("Suite SHA-256", info.suiteSha256()),
                        List.of("Effort", info.effort()),
                        List.of("Assay", info.assayVersion()),
                        List.of("Command", info.command()),
                        List.of("Started", info.started().toString()),
                        List.of(
                                "Finished",
                                info.finished().map(Object::toString).orElse("not finished")),
                        List.of(
                                "Exit code",
                                info.exitCode().map(Object::toString).orElse("none yet"))));
    }

    private static DataTable environment(Environment environment) {
        List<List<String>> rows = new ArrayList<>();
        add(rows, "identity", environment.identity());
        add(rows, "context", environment.context());
        add(rows, "informative", environment.informative());
        return new DataTable("The environment", List.of("Field", "Value", "Class"), 3, rows);
    }

    private static void add(List<List<String>> rows, String kind, Map<String, String> fields) {
        fields.forEach((name, value) -> rows.add(List.of(name, value, kind)));
    }
}
