package dev.assay.core.layers;

import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Counts the work of an engine's layers from their shapes.
///
/// Operations, a multiply-add being two:
/// - convolution: 2 × outputs × weights / outMaps, bias, activation and fused sums not counted
/// - deconvolution: 2 × inputs × weights / channels in
/// - matrix product `[.., M, K] × [.., K, N]`: 2 × outputs × K
/// - fused attention and other unknown networks: not known
/// - everything else: 0
///
/// Bytes: every input and output once, at the size that it has in memory (channels filled up to
/// whole vectors), and the weights. What stays in a cache between layers is not taken off, so that
/// a kernel can be faster than its bytes allow.
public final class WorkCounter {
    private static final int OPERATIONS = 2;

    private final TensorSizes sizes;

    private WorkCounter(TensorSizes sizes) {
        this.sizes = sizes;
    }

    public static WorkCounter of(EngineLayers engine) {
        return new WorkCounter(TensorSizes.of(engine));
    }

    public LayerWork of(EngineLayer layer) {
        return layer.role() == LayerRole.NOTHING
                ? LayerWork.NONE
                : new LayerWork(flop(layer), bytes(layer));
    }

    private OptionalDouble flop(EngineLayer layer) {
        if (layer.role().moves()) {
            return OptionalDouble.of(0);
        }
        if (layer.filter().isPresent()) {
            return convolution(layer, layer.filter().get());
        }
        String type = layer.type().toLowerCase(Locale.ROOT);
        if (isProduct(layer)) {
            return matrixProduct(layer);
        }
        // Attention in one kernel, or a whole network: its products cannot be seen.
        boolean unknown =
                layer.opaque()
                        || type.contains("fusion")
                        || type.contains("mha")
                        || type.contains("plugin")
                        || layer.type().isEmpty();
        return unknown ? OptionalDouble.empty() : OptionalDouble.of(0);
    }

    private OptionalDouble convolution(EngineLayer layer, Filter filter) {
        List<LayerTensor> from = filter.transposed() ? layer.inputs() : layer.outputs();
        if (from.isEmpty() || filter.weights() == 0) {
            return OptionalDouble.empty();
        }
        LayerTensor counted = from.getFirst();
        TensorSizes.Sizes own = sizes.of(layer);
        long channels = filter.outMaps();
        if (filter.transposed()) {
            if (counted.shape().rank() < 2) {
                return OptionalDouble.empty();
            }
            channels = counted.shape().dim(1);
        }
        OptionalLong elements = (filter.transposed() ? own.inputs() : own.outputs()).getFirst();
        return elements.isEmpty() || channels < 1
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        (double) OPERATIONS * elements.getAsLong() / channels * filter.weights());
    }

    /// Myelin calls its own matrix products `gemm`, or `Fc` with what it fused them with.
    static boolean isProduct(EngineLayer layer) {
        String type = layer.type().toLowerCase(Locale.ROOT);
        return type.contains("gemm") && layer.filter().isEmpty()
                || type.contains("matrixmultiply")
                || type.contains("matmul")
                || layer.name().startsWith("__myl_Fc");
    }

    private OptionalDouble matrixProduct(EngineLayer layer) {
        OptionalLong k = sumLength(layer);
        if (k.isEmpty()) {
            return OptionalDouble.empty();
        }
        OptionalLong outputs = sizes.of(layer).outputs().getFirst();
        return outputs.isPresent()
                ? OptionalDouble.of((double) OPERATIONS * outputs.getAsLong() * k.getAsLong())
                : OptionalDouble.empty();
    }

    /// How many products a matrix product adds up for each of its outputs, K of `[.., M, K] × [..,
    /// K, N]`; empty for other layers and where the shapes do not tell.
    public static OptionalLong sumLength(EngineLayer layer) {
        if (!isProduct(layer) || layer.inputs().size() < 2 || layer.outputs().isEmpty()) {
            return OptionalLong.empty();
        }
        Shape right = layer.inputs().get(1).shape();
        Shape out = layer.outputs().getFirst().shape();
        if (out.rank() < 2 || right.rank() < 2) {
            return OptionalLong.empty();
        }
        // The second factor is [K, N] or [N, K], and N is the output's last extent, or the one
        // before where it lies transposed.
        long first = right.dim(right.rank() - 2);
        long second = right.dim(right.rank() - 1);
        for (long n : new long[] {out.dim(out.rank() - 1), out.dim(out.rank() - 2)}) {
            if (n > 0 && (n == first || n == second)) {
                long k = n == second ? first : second;
                return k > 0 ? OptionalLong.of(k) : OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    private OptionalDouble bytes(EngineLayer layer) {
        TensorSizes.Sizes own = sizes.of(layer);
        OptionalDouble inputs = bytes(layer.inputs(), own.inputs());
        OptionalDouble outputs = bytes(layer.outputs(), own.outputs());
        return inputs.isPresent() && outputs.isPresent()
                ? OptionalDouble.of(
                        inputs.getAsDouble()
                                + outputs.getAsDouble()
                                + layer.filter().map(WorkCounter::weightBytes).orElse(0.0))
                : OptionalDouble.empty();
    }

    private static OptionalDouble bytes(List<LayerTensor> tensors, List<OptionalLong> elements) {
        double sum = 0;
        for (int i = 0; i < tensors.size(); i++) {
            LayerTensor tensor = tensors.get(i);
            if (elements.get(i).isEmpty() || tensor.type().isEmpty()) {
                return OptionalDouble.empty();
            }
            sum += elements.get(i).getAsLong() * tensor.padding() * tensor.type().get().bytes();
        }
        return OptionalDouble.of(sum);
    }

    private static double weightBytes(Filter filter) {
        return (double) filter.weights() * filter.weightType().orElse(ElementType.FLOAT32).bytes();
    }
}
