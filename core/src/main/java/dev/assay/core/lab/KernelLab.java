package dev.assay.core.lab;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Kernels that were timed alone on one GPU.
///
/// @param gpu name of it
/// @param l2Bytes size of its second-level cache
/// @param rows without the copies that they are measured by
/// @param copyBytesPerSecond bandwidth of the fastest of those copies, read and written; absent
///   where none was timed
/// @param copyAgain the largest deviation of a process's second copy from its first by the same
///   way: how steady the machine was; absent where none copied twice
public record KernelLab(
        String gpu,
        long l2Bytes,
        List<KernelRow> rows,
        OptionalDouble copyBytesPerSecond,
        OptionalDouble copyAgain) {
    private static final String SCHEMA = "assay.kernel/1";
    private static final String FILE = "kernels.jsonl";

    public KernelLab {
        rows = List.copyOf(rows);
    }

    /// What a run holds; empty where nothing was added to it.
    public static Optional<KernelLab> of(RunDirectory run) {
        Path file = run.root().resolve(FILE);
        return Files.isRegularFile(file) ? Optional.of(read(List.of(file))) : Optional.empty();
    }

    /// Puts the lines of some files into a run, in place of those that it had.
    ///
    /// @throws AssayException of kind `DATA` if a file has other lines than a bench prints, or is
    ///   from another GPU than the first one
    public static void add(RunDirectory run, List<Path> files) {
        read(files);
        AtomicFile.write(
                run.root().resolve(FILE),
                String.join("\n", files.stream().flatMap(it -> lines(it).stream()).toList())
                        + "\n");
    }

    /// @throws AssayException of kind `DATA` as {@link #add}
    public static KernelLab read(List<Path> files) {
        String gpu = "";
        long l2 = 0;
        List<KernelRow> rows = new ArrayList<>();
        List<KernelRow> copies = new ArrayList<>();
        OptionalDouble again = OptionalDouble.empty();
        for (Path file : files) {
            List<String> lines = lines(file);
            Map<String, KernelRow> first = new HashMap<>();
            for (int i = 0; i < lines.size(); i++) {
                JsonNode line = parsed(file, i + 1, lines.get(i));
                if (line.has("gpu")) {
                    String name = line.path("gpu").asString();
                    if (!gpu.isEmpty() && !gpu.equals(name)) {
                        throw AssayException.data(
                                "%s line %d is of a %s, lines before are of a %s: kernels are compared on one GPU"
                                        .formatted(file, i + 1, name, gpu));
                    }
                    gpu = name;
                    l2 = line.path("l2Bytes").asLong();
                    continue;
                }
                KernelRow row = row(file, i + 1, line);
                if (!row.kernel().equals(KernelRow.COPY)) {
                    rows.add(row);
                    continue;
                }
                copies.add(row);
                KernelRow before = first.putIfAbsent(row.variant(), row);
                if (before != null) {
                    double change = row.bytesPerSecond() / before.bytesPerSecond() - 1;
                    again = OptionalDouble.of(Math.max(again.orElse(0), Math.abs(change)));
                }
            }
        }
        if (gpu.isEmpty() || rows.isEmpty()) {
            throw AssayException.data(
                    "%s have no kernels, or do not say of which GPU: give what assay_kernels_bench prints"
                            .formatted(files));
        }
        OptionalDouble fastest = copies.stream().mapToDouble(KernelRow::bytesPerSecond).max();
        return new KernelLab(gpu, l2, ofOneCopy(rows, fastest), fastest, again);
    }

    /// Shares by one measure: a process that copies by cudaMemcpy, as PyTorch does, and one that
    /// copies by a kernel may differ by a fifth, and so would the shares of kernels of one speed.
    private static List<KernelRow> ofOneCopy(List<KernelRow> rows, OptionalDouble fastest) {
        return fastest.isEmpty()
                ? rows
                : rows.stream()
                        .map(it -> it.withOfCopy(it.bytesPerSecond() / fastest.getAsDouble()))
                        .toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().filter(it -> !it.isBlank()).toList();
        } catch (IOException e) {
            throw new AssayException(ErrorKind.DATA, "Cannot read " + file + ": " + e, e);
        }
    }

    private static JsonNode parsed(Path file, int number, String line) {
        try {
            JsonNode node = Json.compact().readTree(line);
            if (node.path("schema").asString("").equals(SCHEMA)) {
                return node;
            }
            throw AssayException.data(
                    "%s line %d is not of the schema %s".formatted(file, number, SCHEMA));
        } catch (JacksonException e) {
            throw new AssayException(
                    ErrorKind.DATA,
                    "%s line %d is no JSON object: %s"
                            .formatted(file, number, e.getOriginalMessage()),
                    e);
        }
    }

    private static KernelRow row(Path file, int number, JsonNode line) {
        try {
            List<Long> shape = new ArrayList<>();
            line.path("shape").forEach(it -> shape.add(it.asLong()));
            return new KernelRow(
                    line.required("kernel").asString(),
                    line.required("variant").asString(),
                    line.required("element").asString(),
                    shape,
                    line.required("cache").asString(),
                    line.required("medianSeconds").asDouble(),
                    line.required("q1Seconds").asDouble(),
                    line.required("q3Seconds").asDouble(),
                    line.required("bytes").asLong(),
                    line.required("ofCopy").asDouble());
        } catch (IllegalArgumentException | JacksonException e) {
            throw new AssayException(
                    ErrorKind.DATA,
                    "%s line %d is not what a bench prints: %s"
                            .formatted(file, number, e.getMessage()),
                    e);
        }
    }
}
