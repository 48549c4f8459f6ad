package dev.assay.onnx.network;

import dev.assay.core.tensor.Shape;

/// Builds a network, one layer a call.
///
/// The operations are those of TensorRT's network definition, so that one description of a network
/// makes a TensorRT engine and, on a machine without a GPU, a model that any CPU can check.
///
/// Every layer and the tensor that it makes have the same name: that of PyTorch's module, with a
/// suffix where a module is several layers. Tensors are FP32, images `[N, C, H, W]`; a linear
/// layer's channels come last.
///
/// @param <T> a tensor
public interface NetworkBuilder<T> {
    /// @param shape with {@link Shape#DYNAMIC} for what is known only when the network runs
    T input(String name, Shape shape);

    /// Cross-correlation with zero padding.
    T convolution(String name, T x, Convolution convolution);

    /// Transposed convolution.
    T deconvolution(String name, T x, Convolution convolution);

    /// `x · weight`.
    ///
    /// @param x `[…, I]`
    /// @param weight `[I, O]`
    T linear(String name, T x, Weight weight);

    /// Matrix product over the last two axes.
    T product(String name, T a, T b);

    T add(String name, T a, T b);

    /// @param vector `[C]`, for the last axis
    T addVector(String name, T x, Weight vector);

    /// @param factors broadcast against the last axes of `x`
    T scale(String name, T x, Weight factors);

    /// `x / max(‖x‖₂, floor)` over the last axis.
    T normalise(String name, T x, float floor);

    /// Over the last axis.
    T softmax(String name, T x);

    /// Layer normalisation over the last axis.
    ///
    /// @param gamma `[C]`
    /// @param beta `[C]`
    T layerNorm(String name, T x, Weight gamma, Weight beta, float epsilon);

    /// `x / 2 · (1 + erf(x / √2))`.
    T gelu(String name, T x);

    T transpose(String name, T x, int... order);

    /// @param extents 0 keeps an extent of `x`, one −1 takes the rest
    T reshape(String name, T x, long... extents);

    /// `x` in the shape of another tensor of as many elements.
    T reshapeLike(String name, T x, T other);

    T concatenate(String name, int axis, T a, T b);

    /// Reflects an image at its lower and right edge until both sides are multiples.
    T padToMultiple(String name, T image, int multiple);

    /// The upper left part of an image that is as high and wide as another.
    T cropLike(String name, T image, T other);

    /// Declares a tensor, by its name, as an output of the network.
    void output(T x);
}
