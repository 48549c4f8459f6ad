package dev.assay.core.published;

import dev.assay.core.AssayException;
import dev.assay.core.run.MeasurementBoundary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A file of published figures: CSV as RFC 4180 has it, with the columns of {@link #COLUMNS}.
public final class PublishedFile {
    static final List<String> COLUMNS =
            List.of(
                    "model",
                    "published_as",
                    "variant",
                    "engine",
                    "steps",
                    "precision",
                    "batch",
                    "shape",
                    "metric",
                    "value",
                    "unit",
                    "boundary",
                    "machine",
                    "source",
                    "flaw");

    private PublishedFile() {}

    /// In the order of the file.
    ///
    /// @throws AssayException if the file cannot be read, its columns are others, or a value is no
    ///   number
    public static List<PublishedFigure> read(Path file) {
        List<List<String>> records;
        try {
            records = records(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw AssayException.data("Cannot read " + file + ": " + e);
        }
        if (records.isEmpty() || !records.getFirst().equals(COLUMNS)) {
            throw AssayException.data(
                    "%s:1: the columns must be %s".formatted(file, String.join(",", COLUMNS)));
        }
        List<PublishedFigure> figures = new ArrayList<>();
        for (int i = 1; i < records.size(); i++) {
            figures.add(figure(file, i + 1, records.get(i)));
        }
        return List.copyOf(figures);
    }

    private static PublishedFigure figure(Path file, int line, List<String> record) {
        if (record.size() != COLUMNS.size()) {
            throw AssayException.data(
                    "%s:%d: %d columns, %d are needed"
                            .formatted(file, line, record.size(), COLUMNS.size()));
        }
        try {
            return new PublishedFigure(
                    record.get(0),
                    record.get(1),
                    record.get(2),
                    record.get(3),
                    record.get(4),
                    record.get(5),
                    record.get(6),
                    record.get(7),
                    record.get(8),
                    Double.parseDouble(record.get(9)),
                    record.get(10),
                    record.get(11).isEmpty()
                            ? Optional.empty()
                            : Optional.of(MeasurementBoundary.valueOf(record.get(11))),
                    record.get(12),
                    record.get(13),
                    record.get(14));
        } catch (IllegalArgumentException e) {
            throw AssayException.data(
                    "%s:%d: '%s' is no number, or '%s' no boundary"
                            .formatted(file, line, record.get(9), record.get(11)));
        }
    }

    /// No field may hold a line break, so a record is a line.
    private static List<List<String>> records(String text) {
        return text.lines().filter(it -> !it.isBlank()).map(PublishedFile::fields).toList();
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
