package dev.assay.core.format;

import dev.assay.core.AssayException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/// Append-only files of one JSON record a line, each line with a versioned `schema`.
///
/// A line counts once its line feed is on the disk: a process that is killed while it appends
/// leaves a torn last line, which readers drop and the next append cuts off.
public final class JsonLines {
    private static final Pattern SCHEMA =
            Pattern.compile("^\\{\\s*\"schema\"\\s*:\\s*\"([a-z.-]+)/(\\d{1,9})\"");

    private JsonLines() {}

    /// Appends one record and waits until it is on the disk.
    ///
    /// @throws AssayException if the disk is full or the file cannot be written
    public static void append(Path file, Object row) {
        String line = Json.compact().writeValueAsString(row) + "\n";
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE)) {
                long end = endOfLastWholeLine(channel);
                channel.truncate(end);
                channel.position(end);
                ByteBuffer buffer = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
        } catch (IOException e) {
            throw AssayException.environment(
                    "Cannot append to " + file + " (" + e + "): check free space and permissions",
                    e);
        }
    }

    /// Replaces the whole file by these records.
    public static void write(Path file, List<?> rows) {
        StringBuilder text = new StringBuilder();
        for (Object row : rows) {
            text.append(Json.compact().writeValueAsString(row)).append('\n');
        }
        AtomicFile.write(file, text.toString());
    }

    /// Reads every whole line; a file that does not exist has none.
    ///
    /// @param schema name and the newest major version this code knows, e.g. `assay.measurement/1`
    /// @throws AssayException if a line is not such a record or is of a newer major version
    public static <T> List<T> read(Path file, String schema, Class<T> type) {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<T> rows = new ArrayList<>();
        String text = readText(file);
        int number = 0;
        for (int start = 0; start < text.length(); ) {
            number++;
            int end = text.indexOf('\n', start);
            if (end < 0) {
                break;
            }
            String line = text.substring(start, end);
            start = end + 1;
            if (!line.isBlank()) {
                checkSchema(file, number, line, schema);
                rows.add(parse(file, number, line, type));
            }
        }
        return rows;
    }

    /// Reads a file that is a single record, on any number of lines.
    ///
    /// @param schema name and the newest major version this code knows, e.g. `assay.run/1`
    /// @throws AssayException if the file is not such a record or is of a newer major version
    public static <T> T readRecord(Path file, String schema, Class<T> type) {
        String text = readText(file);
        checkSchema(file, 1, text, schema);
        return parse(file, 1, text, type);
    }

    private static String readText(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw AssayException.environment("Cannot read " + file + ": " + e, e);
        }
    }

    private static <T> T parse(Path file, int number, String line, Class<T> type) {
        try {
            return Json.compact().readValue(line, type);
        } catch (JacksonException e) {
            throw AssayException.data(
                    file + ":" + number + " is damaged: " + e.getOriginalMessage());
        }
    }

    private static void checkSchema(Path file, int number, String line, String schema) {
        Matcher matcher = SCHEMA.matcher(line);
        int slash = schema.indexOf('/');
        String name = schema.substring(0, slash);
        int known = Integer.parseInt(schema.substring(slash + 1));
        if (!matcher.find() || !matcher.group(1).equals(name)) {
            throw AssayException.data(
                    file + ":" + number + " does not start with \"schema\":\"" + schema + "\"");
        }
        if (Integer.parseInt(matcher.group(2)) > known) {
            throw AssayException.data(
                    "%s:%s has schema %s/%s, this Assay reads up to %s: use a newer Assay"
                            .formatted(file, number, name, matcher.group(2), schema));
        }
    }

    private static long endOfLastWholeLine(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = channel.size(); end > 0; end--) {
            one.clear();
            if (channel.read(one, end - 1) == 1 && one.get(0) == '\n') {
                return end;
            }
        }
        return 0;
    }
}
