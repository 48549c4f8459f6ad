package dev.assay.core.suite;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a model's files come about that need not be here.
///
/// A suite without it is wrong where a file is missing; with it, the cases that need the file are
/// skipped.
///
/// @param command that makes them, as a user types it
/// @param takes time of the command, in words
/// @param size of what it makes, in words
/// @param missing files that are not here
public record MadeBy(
        String command, Optional<String> takes, Optional<String> size, List<Path> missing) {
    public MadeBy {
        requireNonNull(command, "command is null");
        requireNonNull(takes, "takes is null");
        requireNonNull(size, "size is null");
        missing = missing.stream().distinct().sorted().toList();
    }

    /// The same for one set of rows: what only others need is not missing.
    MadeBy withoutFilesOf(RowSet own, List<RowSet> all) {
        Set<Path> ofOthers = new HashSet<>();
        all.forEach(it -> ofOthers.addAll(it.files()));
        ofOthers.removeAll(own.files());
        return new MadeBy(
                command,
                takes,
                size,
                missing.stream().filter(it -> !ofOthers.contains(it)).toList());
    }

    /// What to do, the same for every case of the model.
    public String remedy() {
        String cost =
                Stream.of(takes, size).flatMap(Optional::stream).collect(Collectors.joining(", "));
        return "run %s%s".formatted(command, cost.isEmpty() ? "" : " (" + cost + ")");
    }
}
