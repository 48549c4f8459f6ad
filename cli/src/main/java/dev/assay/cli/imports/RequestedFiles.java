package dev.assay.cli.imports;

import dev.assay.core.AssayException;
import dev.assay.core.format.storage.TensorHints;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The files that a user names beside the model.
final class RequestedFiles {
    static final String REFERENCE = "--reference";

    private final ImportRequest request;
    private final Set<String> theirNames = new TreeSet<>();

    RequestedFiles(ImportRequest request) {
        this.request = request;
    }

    /// @throws AssayException if one is not there, before anything is computed
    void requireThere() {
        Map<String, List<Path>> given = new LinkedHashMap<>();
        given.put(REFERENCE, request.references());
        given.put("--inputs", request.inputs());
        given.put("--calibration", request.calibration());
        given.put("--torchscript", request.torchscript().stream().toList());
        given.forEach((option, files) ->
                files.stream()
                        .filter(file -> !Files.isRegularFile(file))
                        .findFirst()
                        .ifPresent(file -> {
                            throw AssayException.config(option + ": there is no file " + file);
                        }));
    }

    /// The tensors of some files under the names of the model.
    GivenTensors read(String option, List<Path> files, Arena arena) {
        // Only outputs have runners: Polygraphy saves what it fed them without a name.
        Optional<String> runner = option.equals(REFERENCE) ? request.runner() : Optional.empty();
        TensorHints hints = new TensorHints(Optional.empty(), Map.of(), Map.of(), runner);
        GivenTensors given = GivenTensors.read(option, files, request.names(), hints, arena);
        theirNames.addAll(given.theirNames());
        return given;
    }

    /// To be called when all files were read: a name that is mistyped would change nothing,
    /// silently.
    ///
    /// @throws AssayException if a name that was to be changed is in none of the files
    void requireRenamed() {
        for (Map.Entry<String, String> entry : request.names().entrySet()) {
            if (!theirNames.contains(entry.getKey())) {
                throw AssayException.config(
                        "--rename %s=%s: no file holds a tensor '%s', they hold %s. The name in the file comes first"
                                .formatted(
                                        entry.getKey(),
                                        entry.getValue(),
                                        entry.getKey(),
                                        theirNames));
            }
        }
    }
}
