package dev.assay.reports.evidence;

import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.LayerPrecisions;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The engines of one library that really ran, each once, with the cases it ran.
///
/// @param library with its version
/// @param common settings that all of them share
public record EngineGroup(String library, String common, DataTable engines) {
    private static final int FOLDED_FROM = 9;

    static List<EngineGroup> of(ReportModel model) {
        Map<String, Map<EngineIdentity, TreeSet<String>>> libraries = new LinkedHashMap<>();
        for (CaseRow row : model.rows()) {
            row.forks()
                    .forEach(fork -> {
                        EngineIdentity engine = fork.measurement().engine();
                        libraries
                                .computeIfAbsent(
                                        engine.library() + " " + engine.version(),
                                        library -> new LinkedHashMap<>())
                                .computeIfAbsent(engine, it -> new TreeSet<>())
                                .add(row.id().text());
                    });
        }
        List<EngineGroup> groups = new ArrayList<>();
        libraries.forEach((library, engines) -> groups.add(group(library, engines)));
        return groups;
    }

    /// Whether the table is too long to stand open.
    public boolean folded() {
        return engines.rows().size() >= FOLDED_FROM;
    }

    private static EngineGroup group(String library, Map<EngineIdentity, TreeSet<String>> engines) {
        Map<String, String> common = new TreeMap<>();
        engines.keySet().iterator().next().settings().entrySet().stream()
                .filter(setting ->
                        engines.keySet().stream()
                                .allMatch(it -> it.settings().entrySet().contains(setting)))
                .forEach(it -> common.put(it.getKey(), it.getValue()));
        List<List<String>> rows = new ArrayList<>();
        engines.forEach((engine, ids) -> {
            Map<String, String> own = new TreeMap<>(engine.settings());
            own.keySet().removeAll(common.keySet());
            rows.add(
                    List.of(
                            ids.first()
                                    + (ids.size() > 1 ? " and " + (ids.size() - 1) + " more" : ""),
                            engine.precisions().map(EngineGroup::layers).orElse(Numbers.ABSENT),
                            own.isEmpty() ? Numbers.ABSENT : described(own),
                            engine.modelSha256(),
                            engine.artefactSha256()));
        });
        return new EngineGroup(
                library,
                described(common),
                new DataTable(
                        "Its engines, with what each has of its own",
                        List.of(
                                "Cases",
                                "Layers",
                                "Own settings",
                                "Model SHA-256",
                                "Artefact SHA-256"),
                        5,
                        rows));
    }

    private static String layers(LayerPrecisions precisions) {
        return precisions.byPrecision().entrySet().stream()
                .map(it -> it.getValue() + " " + it.getKey())
                .collect(
                        Collectors.joining(
                                ", ",
                                precisions.layers() + ": ",
                                "; "
                                        + precisions.opaque()
                                        + " opaque; "
                                        + precisions.reformats()
                                        + " reformats"));
    }

    private static String described(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(it -> it.getKey() + "=" + it.getValue())
                .collect(Collectors.joining(", "));
    }
}
