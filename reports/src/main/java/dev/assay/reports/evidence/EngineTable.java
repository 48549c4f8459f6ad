package dev.assay.reports.evidence;

import dev.assay.core.run.EngineIdentity;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.text.DataTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Every engine that really ran, once, with the cases it ran.
final class EngineTable {
    private EngineTable() {}

    static Optional<DataTable> of(ReportModel model) {
        Map<EngineIdentity, TreeSet<String>> cases = new LinkedHashMap<>();
        for (CaseRow row : model.rows()) {
            row.forks()
                    .forEach(fork ->
                            cases.computeIfAbsent(
                                            fork.measurement().engine(), engine -> new TreeSet<>())
                                    .add(row.id().text()));
        }
        if (cases.isEmpty()) {
            return Optional.empty();
        }
        List<List<String>> rows = new ArrayList<>();
        cases.forEach((engine, ids) ->
                rows.add(
                        List.of(
                                engine.library() + " " + engine.version(),
                                settings(engine),
                                engine.modelSha256(),
                                engine.artefactSha256(),
                                ids.size() + ", first " + ids.first())));
        return Optional.of(
                new DataTable(
                        "The engines that ran",
                        List.of(
                                "Library",
                                "Settings",
                                "Model SHA-256",
                                "Artefact SHA-256",
                                "Cases"),
                        5,
                        rows));
    }

    private static String settings(EngineIdentity engine) {
        return engine.settings().entrySet().stream()
                .map(it -> it.getKey() + "=" + it.getValue())
                .collect(Collectors.joining(", "));
    }
}
