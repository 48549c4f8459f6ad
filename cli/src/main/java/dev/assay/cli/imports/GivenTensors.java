package dev.assay.cli.imports;

import dev.assay.core.AssayException;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.tensor.TensorData;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Tensors out of any number of a user's files, by the names of the model.
public final class GivenTensors {
    private record Given(TensorData tensor, Path file) {}

    private final String option;
    private final Map<String, Given> tensors = new LinkedHashMap<>();
    private final List<Path> files;
    private final Set<String> theirNames = new TreeSet<>();

    private GivenTensors(String option, List<Path> files) {
        this.option = option;
        this.files = List.copyOf(files);
    }

    /// @param option that the files were given with, for messages
    /// @param names of the model, by the names in the files
    /// @throws AssayException if a file cannot be read or two hold a tensor of one name
    public static GivenTensors read(
            String option,
            List<Path> files,
            Map<String, String> names,
            TensorHints hints,
            Arena arena) {
        GivenTensors given = new GivenTensors(option, files);
        for (Path file : files) {
            Map<String, TensorData> ofFile =
                    Iterations.joined(
                            TensorFiles.read(file, hints, arena), String.valueOf(file), arena);
            ofFile.forEach((name, tensor) -> {
                // A .npy file has no name for its one array but its own.
                String own =
                        file.toString().endsWith(".npy") && files.size() > 1
                                ? ImportRequest.stem(file)
                                : name;
                given.theirNames.add(own);
                String ours = names.getOrDefault(own, own);
                Given before = given.tensors.put(ours, new Given(tensor, file));
                if (before != null) {
                    throw AssayException.data(
                            "%s: both %s and %s hold a tensor '%s': give one of them another name when saving"
                                    .formatted(option, before.file(), file, ours));
                }
            });
        }
        return given;
    }

    public boolean isEmpty() {
        return tensors.isEmpty();
    }

    List<Path> files() {
        return files;
    }

    /// All names in the files, before any is changed or taken.
    Set<String> theirNames() {
        return Collections.unmodifiableSet(theirNames);
    }

    public List<String> names() {
        return List.copyOf(tensors.keySet());
    }

    public Optional<TensorData> find(String name) {
        return Optional.ofNullable(tensors.get(name)).map(Given::tensor);
    }

    /// Where a tensor was found, for messages.
    String where(String name) {
        Given given = tensors.get(name);
        return given == null ? option : String.valueOf(given.file());
    }

    /// Takes these tensors out, as where one file holds inputs and outputs.
    public GivenTensors taking(List<String> names) {
        GivenTensors taken = new GivenTensors(option, files);
        for (String name : names) {
            Optional.ofNullable(tensors.remove(name)).ifPresent(it -> taken.tensors.put(name, it));
        }
        return taken;
    }

    /// Gives the only tensor the only name that the model has.
    public void nameTheOnlyOne(List<String> wanted) {
        if (wanted.size() == 1 && tensors.size() == 1) {
            Given only = tensors.values().iterator().next();
            tensors.clear();
            tensors.put(wanted.getFirst(), only);
        }
    }
}
