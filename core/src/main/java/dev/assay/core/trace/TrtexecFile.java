package dev.assay.core.trace;

import dev.assay.core.AssayException;
import dev.assay.core.format.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads the arrays that trtexec exports.
final class TrtexecFile {
    private TrtexecFile() {}

    /// @throws AssayException if the file cannot be read, is damaged or holds nothing
    static <T> List<T> read(Path file, Class<T[]> type) {
        T @Nullable [] rows;
        try {
            rows = Json.compact().readValue(Files.readString(file), type);
        } catch (NoSuchFileException e) {
            throw AssayException.config("There is no file " + file);
        } catch (IOException e) {
            throw AssayException.environment("Cannot read " + file + ": " + e, e);
        } catch (JacksonException e) {
            throw damaged(file, e);
        }
        if (rows == null || rows.length == 0 || Arrays.stream(rows).anyMatch(TrtexecFile::isNull)) {
            throw AssayException.data(file + " is not what trtexec exports: it has empty entries");
        }
        return List.of(rows);
    }

    private static boolean isNull(@Nullable Object row) {
        return row == null || (row instanceof JsonNode node && node.isNull());
    }

    /// @throws AssayException if the row is not of the type
    static <T> T convert(Path file, JsonNode row, Class<T> type) {
        try {
            return Json.compact().treeToValue(row, type);
        } catch (JacksonException e) {
            throw damaged(file, e);
        }
    }

    private static AssayException damaged(Path file, JacksonException e) {
        return AssayException.data(
                "%s is not what trtexec exports: %s".formatted(file, e.getOriginalMessage()));
    }
}
