package dev.assay.core.format;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.npy.NpyArray;
import dev.assay.core.format.storage.MemoryBudget;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.tensor.TensorData;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What `polygraphy run` saves with `--save-outputs` (its `RunResults`) and `--save-inputs` (a list
/// of dicts of arrays), as Polygraphy 0.49 writes them and the older versions that it still reads.
///
/// Format: `polygraphy/comparator/struct.py` and `polygraphy/json/serde.py` in NVIDIA/TensorRT,
/// `tools/Polygraphy`. Arrays are `.npy` files in base64; they are decoded as they are read, so
/// that neither the text nor the array takes heap.
public final class PolygraphyFile {
    private PolygraphyFile() {}

    public static Map<String, TensorData> read(Path file, Arena arena) {
        return read(file, TensorHints.NONE, arena);
    }

    /// Reads the arrays of one runner, in the order of the file. An array of the only iteration has
    /// its own name; one of several iterations has the iteration before it: `0/output`.
    ///
    /// @param hints says which runner, if the file has several
    /// @param arena owns the arrays
    /// @throws AssayException if the file is damaged, holds no single such runner, or PyTorch's
    ///   tensors, which are pickled, or arrays of more than {@link MemoryBudget#USUAL_BYTES}
    public static Map<String, TensorData> read(Path file, TensorHints hints, Arena arena) {
        return read(file, hints, new MemoryBudget(MemoryBudget.USUAL_BYTES), arena);
    }

    static Map<String, TensorData> read(
            Path file, TensorHints hints, MemoryBudget budget, Arena arena) {
        PolygraphySurvey survey = new PolygraphySurvey(file);
        walk(file, survey);
        String runner = survey.choose(hints.runner());
        PolygraphyArrays arrays =
                new PolygraphyArrays(
                        new NpyArray(file.toString(), "", hints, budget, arena),
                        file.toFile().length(),
                        runner,
                        survey.isRepeated(runner));
        walk(file, arrays);
        return arrays.tensors();
    }

    private static void walk(Path file, PolygraphyWalk.Visitor visitor) {
        String where = file + " is not a file of Polygraphy's that Assay can read";
        if (!Files.isRegularFile(file)) {
            throw AssayException.data("There is no file " + file);
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(2);
            // A zero byte would make the parser guess at an encoding that is not UTF-8.
            int first = in.read();
            int second = in.read();
            if (first == 0 || second == 0) {
                throw AssayException.data(where + ": byte 0: it is not JSON in UTF-8");
            }
            in.reset();
            JsonCursor.read(where, in, json -> PolygraphyWalk.walk(json, visitor));
        } catch (IOException e) {
            throw new AssayException(ErrorKind.DATA, "Cannot read " + file + ": " + e, e);
        }
    }
}
