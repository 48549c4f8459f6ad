package dev.assay.engines;

import dev.assay.core.AssayException;
import dev.assay.core.format.Sha256;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The stored input rows of a model, cut into batches.
///
/// Batch `k` of size B holds rows `kB … kB+B-1`, counted modulo the number of rows N, until every
/// row has been used. Where a batch holds all rows (B ≥ N) there are N batches that begin at
/// different rows, so that an engine is never timed or compared on one order alone.
public final class ModelInputs {
    /// Metadata of a safetensors file of stored outputs: the SHA-256 of the input that they were
    /// computed from, all rows, elements as they are stored; the input's name follows.
    public static final String SHA256_NOTE = "assay.input-sha256.";

    private final Map<String, TensorData> tensors;
    private final int rows;

    private ModelInputs(Map<String, TensorData> tensors, int rows) {
        this.tensors = tensors;
        this.rows = rows;
    }

    /// @param rowShape that the suite says one row has: of one of the inputs, where there are
    ///   several
    /// @throws AssayException if the file does not hold rows of that shape
    public static ModelInputs read(Path file, Shape rowShape, Arena arena) {
        Map<String, TensorData> tensors = TensorFiles.read(file, arena);
        TensorData first = tensors.values().iterator().next();
        for (TensorData tensor : tensors.values()) {
            if (tensor.shape().rank() == 0 || tensor.shape().dim(0) < 1) {
                throw AssayException.data(file + ": " + tensor.spec() + " has no rows");
            }
            if (tensor.shape().dim(0) != first.shape().dim(0)) {
                throw AssayException.data(
                        file + ": " + tensor.spec() + " and " + first.spec() + " differ in rows");
            }
        }
        List<Shape> rowShapes = tensors.values().stream().map(it -> it.shape().row()).toList();
        if (!rowShapes.contains(rowShape)) {
            throw AssayException.data(
                    "%s holds rows of %s, the suite says %s"
                            .formatted(
                                    file,
                                    rowShapes.stream()
                                            .map(Shape::toString)
                                            .distinct()
                                            .collect(Collectors.joining(" and ")),
                                    rowShape));
        }
        return new ModelInputs(tensors, Math.toIntExact(first.shape().dim(0)));
    }

    /// Names of the inputs, in the order of the file.
    public List<String> names() {
        return List.copyOf(tensors.keySet());
    }

    /// SHA-256 of all rows of an input as they are stored; empty if there is no such input.
    public Optional<String> sha256(String name) {
        return Optional.ofNullable(tensors.get(name)).map(it -> Sha256.of(it.segment()));
    }

    /// Every input, `[N, …]`.
    public Collection<TensorData> all() {
        return Collections.unmodifiableCollection(tensors.values());
    }

    /// Number of different stored rows.
    public int rows() {
        return rows;
    }

    /// Number of different batches.
    public int batches(int batch) {
        return batch < rows ? Math.ceilDiv(rows, batch) : rows;
    }

    /// Which rows are in a batch.
    public List<Integer> rowsOf(int index, int batch) {
        int first = batch < rows ? index * batch : index;
        return IntStream.range(0, batch).mapToObj(i -> (first + i) % rows).toList();
    }

    /// Copies a batch off-heap, by input name.
    public Map<String, TensorData> batch(int index, int batch, Arena arena) {
        return batch(rowsOf(index, batch), arena);
    }

    /// Copies any rows off-heap as one batch, by input name.
    public Map<String, TensorData> batch(List<Integer> rows, Arena arena) {
        Map<String, TensorData> batched = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> batched.put(name, gather(tensor, rows, arena)));
        return batched;
    }

    /// The chosen rows of a tensor `[N, …]`, copied into one tensor.
    public static TensorData gather(TensorData tensor, List<Integer> rows, Arena arena) {
        TensorSpec spec =
                new TensorSpec(
                        tensor.name(),
                        tensor.spec().elementType(),
                        tensor.shape().row().withBatch(rows.size()));
        TensorData gathered = TensorData.allocate(spec, arena).withScale(tensor.scale());
        List<Integer> order = new ArrayList<>(rows);
        for (int i = 0; i < order.size(); i++) {
            MemorySegment.copy(
                    tensor.row(order.get(i)).segment(),
                    0,
                    gathered.segment(),
                    i * tensor.row(0).segment().byteSize(),
                    tensor.row(0).segment().byteSize());
        }
        return gathered;
    }
}
