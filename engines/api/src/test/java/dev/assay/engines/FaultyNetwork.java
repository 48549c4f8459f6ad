package dev.assay.engines;

import dev.assay.core.tensor.Shape;
import dev.assay.onnx.network.Convolution;
import dev.assay.onnx.network.NetworkBuilder;
import dev.assay.onnx.network.Weight;
import java.nio.FloatBuffer;

/// Builds a network with one mistake in it.
///
/// @param fault the mistake
/// @param layer where it is made
public record FaultyNetwork<T>(NetworkBuilder<T> network, Fault fault, String layer)
        implements NetworkBuilder<T> {
    /// Mistakes that leave a network of the right shapes, or nearly so.
    public enum Fault {
        NONE,
        /// The second summand is left out.
        DROPPED_RESIDUAL,
        /// The weight of the layer is transposed: as square as it was.
        TRANSPOSED_WEIGHT,
        MISSING_CROP
    }

    private boolean at(String name, Fault here) {
        return fault == here && layer.equals(name);
    }

    @Override
    public T input(String name, Shape shape) {
        return network.input(name, shape);
    }

    @Override
    public T convolution(String name, T x, Convolution convolution) {
        return network.convolution(name, x, convolution);
    }

    @Override
    public T deconvolution(String name, T x, Convolution convolution) {
        return network.deconvolution(name, x, convolution);
    }

    @Override
    public T linear(String name, T x, Weight weight) {
        return network.linear(
                name, x, at(name, Fault.TRANSPOSED_WEIGHT) ? transposed(weight) : weight);
    }

    private static Weight transposed(Weight weight) {
        int rows = Math.toIntExact(weight.shape().dim(0));
        int columns = Math.toIntExact(weight.shape().dim(1));
        FloatBuffer values = FloatBuffer.allocate(rows * columns);
        for (int i = 0; i < rows * columns; i++) {
            values.put(weight.values().get(i % rows * columns + i / rows));
        }
        return new Weight(weight.name(), Shape.of(columns, rows), values.flip());
    }

    @Override
    public T product(String name, T a, T b) {
        return network.product(name, a, b);
    }

    @Override
    public T add(String name, T a, T b) {
        return at(name, Fault.DROPPED_RESIDUAL) ? a : network.add(name, a, b);
    }

    @Override
    public T addVector(String name, T x, Weight vector) {
        return network.addVector(name, x, vector);
    }

    @Override
    public T scale(String name, T x, Weight factors) {
        return network.scale(name, x, factors);
    }

    @Override
    public T normalise(String name, T x, float floor) {
        return network.normalise(name, x, floor);
    }

    @Override
    public T softmax(String name, T x) {
        return network.softmax(name, x);
    }

    @Override
    public T layerNorm(String name, T x, Weight gamma, Weight beta, float epsilon) {
        return network.layerNorm(name, x, gamma, beta, epsilon);
    }

    @Override
    public T gelu(String name, T x) {
        return network.gelu(name, x);
    }

    @Override
    public T transpose(String name, T x, int... order) {
        return network.transpose(name, x, order);
    }

    @Override
    public T reshape(String name, T x, long... extents) {
        return network.reshape(name, x, extents);
    }

    @Override
    public T reshapeLike(String name, T x, T other) {
        return network.reshapeLike(name, x, other);
    }

    @Override
    public T concatenate(String name, int axis, T a, T b) {
        return network.concatenate(name, axis, a, b);
    }

    @Override
    public T padToMultiple(String name, T image, int multiple) {
        return network.padToMultiple(name, image, multiple);
    }

    @Override
    public T cropLike(String name, T image, T other) {
        return at(name, Fault.MISSING_CROP)
                ? network.padToMultiple(name, image, 1)
                : network.cropLike(name, image, other);
    }

    @Override
    public void output(T x) {
        network.output(x);
    }
}
