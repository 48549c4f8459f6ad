package dev.assay.core.layers;

import dev.assay.core.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// How many elements tensors have, extents that the engine did not say included as far as they
/// follow from others.
///
/// Inside Myelin, TensorRT leaves out the batch, `[-1, 31, 96, 96]`, and what matrix products see
/// of it, `[-1, 31]` or, with two heads, `[-1, 31, 9216]` for twice the batch:
/// - A factor of a matrix product has as many elements as the layer that wrote it gave it, and the
///   product has the rows of its first factor.
/// - Elsewhere a leading extent of rank 3 and more is the batch, and what has fewer has as many
///   elements as the largest input.
final class TensorSizes {
    private static final int BATCHED_RANK = 3;

    /// Elements of one layer's tensors, in their order.
    record Sizes(List<OptionalLong> inputs, List<OptionalLong> outputs) {}

    private final Map<String, Long> written = new HashMap<>();
    private final List<Sizes> sizes = new ArrayList<>();
    private final long batch;

    private TensorSizes(long batch) {
        this.batch = batch;
    }

    static TensorSizes of(EngineLayers engine) {
        TensorSizes all = new TensorSizes(batch(engine));
        for (EngineLayer layer : engine.layers()) {
            List<OptionalLong> inputs =
                    layer.inputs().stream().map(it -> all.input(it, layer)).toList();
            List<OptionalLong> outputs = new ArrayList<>();
            for (LayerTensor tensor : layer.outputs()) {
                OptionalLong found = all.output(tensor.shape(), layer, inputs);
                // Regions use the same names for other tensors: the last writer counts.
                found.ifPresentOrElse(
                        it -> all.written.put(tensor.name(), it),
                        () -> all.written.remove(tensor.name()));
                outputs.add(found);
            }
            all.sizes.add(new Sizes(inputs, outputs));
        }
        return all;
    }

    Sizes of(EngineLayer layer) {
        return sizes.get(layer.index());
    }

    /// The first extent of the engine's own tensors that says one.
    private static long batch(EngineLayers engine) {
        Set<String> bindings = Set.copyOf(engine.bindings());
        return engine.layers().stream()
                .flatMap(layer -> Stream.concat(layer.inputs().stream(), layer.outputs().stream()))
                .filter(it -> bindings.contains(it.name()) && it.shape().rank() > 0)
                .mapToLong(it -> it.shape().dim(0))
                .filter(it -> it > 0)
                .findFirst()
                .orElse(Shape.DYNAMIC);
    }

    private OptionalLong input(LayerTensor tensor, EngineLayer layer) {
        Shape shape = tensor.shape();
        OptionalLong byBatch = byBatch(shape);
        Long known = written.get(tensor.name());
        boolean view = byBatch.isEmpty() || shape.isDynamic() && WorkCounter.isProduct(layer);
        return view && known != null && known % known(shape) == 0
                ? OptionalLong.of(known)
                : byBatch;
    }

    private OptionalLong output(Shape shape, EngineLayer layer, List<OptionalLong> inputs) {
        if (WorkCounter.isProduct(layer) && shape.isDynamic()) {
            return product(shape, layer, inputs);
        }
        OptionalLong byBatch = byBatch(shape);
        return byBatch.isPresent() ? byBatch : sameAsInput(shape, inputs);
    }

    private OptionalLong product(Shape shape, EngineLayer layer, List<OptionalLong> inputs) {
        if (inputs.isEmpty() || inputs.getFirst().isEmpty() || openExtents(shape) > 1) {
            return byBatch(shape);
        }
        Shape left = layer.inputs().getFirst().shape();
        long all = inputs.getFirst().getAsLong();
        boolean leading = left.rank() == shape.rank() && shape.dim(0) == Shape.DYNAMIC;
        long perRow = leading ? known(left) / Math.max(1, left.dim(0)) : left.dim(left.rank() - 1);
        return perRow < 1 ? OptionalLong.empty() : OptionalLong.of(all / perRow * known(shape));
    }

    private static OptionalLong sameAsInput(Shape shape, List<OptionalLong> inputs) {
        long largest = inputs.stream().flatMapToLong(OptionalLong::stream).max().orElse(0);
        return largest > 0 && openExtents(shape) == 1 && largest % known(shape) == 0
                ? OptionalLong.of(largest)
                : OptionalLong.empty();
    }

    private OptionalLong byBatch(Shape shape) {
        boolean closed = !shape.isDynamic();
        boolean leading =
                batch > 0
                        && shape.rank() >= BATCHED_RANK
                        && shape.dim(0) == Shape.DYNAMIC
                        && openExtents(shape) == 1;
        if (!closed && !leading) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(known(shape) * (closed ? 1 : batch));
    }

    private static long openExtents(Shape shape) {
        return shape.dims().stream().filter(it -> it == Shape.DYNAMIC).count();
    }

    /// Product of the extents that are known, at least 1.
    private static long known(Shape shape) {
        return shape.dims().stream().filter(it -> it > 0).reduce(1L, (a, b) -> a * b);
    }
}
