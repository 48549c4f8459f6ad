package dev.assay.reports.sidebyside;

import dev.assay.core.run.RunInfo;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.summary.Banner;
import dev.assay.reports.text.Escape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A run as a column.
///
/// @param letter `A` for the first
/// @param name GPU or CPU, and the libraries in which the runs differ
/// @param banner its own verdict, within its own environment
/// @param report a link to its own page, where there is one
public record RunColumn(
        String letter,
        String name,
        String id,
        String begun,
        Banner banner,
        Optional<String> report) {
    static final int MOST = 26;

    static RunColumn of(
            int index,
            ReportModel model,
            Map<String, String> fields,
            List<String> differing,
            Path folder) {
        Path page = model.run().report().resolve("index.html");
        return new RunColumn(
                String.valueOf((char) ('A' + index)),
                name(fields, differing),
                model.id(),
                model.info()
                        .map(RunInfo::started)
                        .map(it -> it.truncatedTo(ChronoUnit.SECONDS).toString())
                        .orElse("unknown"),
                Banner.of(model),
                Files.exists(page) ? Optional.of(Escape.link(folder, page)) : Optional.empty());
    }

    private static String name(Map<String, String> fields, List<String> differing) {
        Set<String> parts = new LinkedHashSet<>();
        parts.add(
                Optional.ofNullable(fields.get("identity.gpu.name"))
                        .or(() -> Optional.ofNullable(fields.get("identity.cpu.model")))
                        .orElse("unknown host"));
        differing.stream()
                .filter(it -> it.startsWith("engine."))
                .map(fields::get)
                .filter(it -> it != null)
                .forEach(parts::add);
        return String.join(" · ", parts);
    }
}
