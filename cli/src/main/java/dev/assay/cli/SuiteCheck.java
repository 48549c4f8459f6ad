package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.MadeBy;
import dev.assay.core.suite.ModelSpec;
import dev.assay.core.suite.Suite;
import dev.assay.core.suite.SuiteReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Which models of a suite cannot be measured yet, and what makes their files.
final class SuiteCheck {
    private SuiteCheck() {}

    /// A sentence for each model with files that are not here.
    static List<String> missing(Suite suite) {
        Map<String, List<Path>> files = new LinkedHashMap<>();
        Map<String, MadeBy> made = new LinkedHashMap<>();
        for (ModelSpec model : suite.models()) {
            model.madeBy()
                    .ifPresent(by -> {
                        List<Path> ofModel =
                                files.computeIfAbsent(model.id(), id -> new ArrayList<>());
                        by.missing().stream()
                                .filter(it -> !ofModel.contains(it))
                                .forEach(ofModel::add);
                        made.put(model.id(), by);
                    });
        }
        List<String> sentences = new ArrayList<>();
        made.forEach((id, by) -> {
            List<Path> ofModel = files.getOrDefault(id, List.of());
            if (!ofModel.isEmpty()) {
                String first = String.valueOf(ofModel.getFirst().getFileName());
                sentences.add(
                        "%s: not made yet: %s; %s"
                                .formatted(
                                        id,
                                        ofModel.size() == 1
                                                ? first
                                                : "%s and %d more"
                                                        .formatted(first, ofModel.size() - 1),
                                        by.remedy()));
            }
        });
        return sentences;
    }

    /// The same for every suite of a folder, by the suite's file name; suites that are whole have
    /// no sentences, broken ones say what is wrong.
    static Map<String, List<String>> missingOf(Path folder) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(it -> it.toString().endsWith(".yml"))
                    .sorted()
                    .forEach(
                            file -> found.put(String.valueOf(file.getFileName()), sentences(file)));
        } catch (IOException e) {
            throw AssayException.environment("Cannot list " + folder + ": " + e, e);
        }
        return found;
    }

    private static List<String> sentences(Path file) {
        try {
            return missing(new SuiteReader(EngineCatalog.standard()).read(file));
        } catch (AssayException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }
}
