package dev.assay.engines.tensorrt.network;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.Shape;
import dev.assay.engines.tensorrt.binding.Dims;
import dev.assay.engines.tensorrt.binding.TensorRtLogger;
import dev.assay.onnx.network.Convolution;
import dev.assay.onnx.network.NetworkBuilder;
import dev.assay.onnx.network.Weight;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.tensorrt.global.nvinfer.ActivationType;
import org.bytedeco.tensorrt.global.nvinfer.DataType;
import org.bytedeco.tensorrt.global.nvinfer.ElementWiseOperation;
import org.bytedeco.tensorrt.global.nvinfer.MatrixOperation;
import org.bytedeco.tensorrt.global.nvinfer.ReduceOperation;
import org.bytedeco.tensorrt.global.nvinfer.SampleMode;
import org.bytedeco.tensorrt.global.nvinfer.UnaryOperation;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.IConcatenationLayer;
import org.bytedeco.tensorrt.nvinfer.IConvolutionLayer;
import org.bytedeco.tensorrt.nvinfer.IDeconvolutionLayer;
import org.bytedeco.tensorrt.nvinfer.ILayer;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.INormalizationLayer;
import org.bytedeco.tensorrt.nvinfer.IShuffleLayer;
import org.bytedeco.tensorrt.nvinfer.ISliceLayer;
import org.bytedeco.tensorrt.nvinfer.ISoftMaxLayer;
import org.bytedeco.tensorrt.nvinfer.ITensor;
import org.bytedeco.tensorrt.nvinfer.Permutation;

/// Adds layers to a network of TensorRT.
///
/// Every layer is checked as it is added: TensorRT gives no layer, or a tensor without a shape,
/// where inputs do not fit, and says why in its log.
public final class TensorRtNetwork implements NetworkBuilder<ITensor> {
    private final INetworkDefinition network;
    private final NetworkWeights weights;
    private final ShapeTensors shapes;

    /// @param arena owns the weights: it has to outlive the build
    public TensorRtNetwork(INetworkDefinition network, Arena arena) {
        this.network = network;
        this.weights = new NetworkWeights(arena);
        this.shapes = new ShapeTensors(network, weights);
    }

    @Override
    public ITensor input(String name, Shape shape) {
        return dims(shape, dims -> network.addInput(name, DataType.kFLOAT, dims));
    }

    @Override
    public ITensor convolution(String name, ITensor x, Convolution it) {
        IConvolutionLayer layer =
                dims(
                        square(it.size()),
                        size ->
                                network.addConvolutionNd(
                                        x,
                                        it.outputs(false),
                                        size,
                                        weights.of(it.kernel()),
                                        it.bias().map(weights::of).orElseGet(weights::none)));
        check(name, layer);
        set(square(it.stride()), layer::setStrideNd);
        set(square(it.padding()), layer::setPaddingNd);
        layer.setNbGroups(it.groups());
        return named(name, layer);
    }

    @Override
    public ITensor deconvolution(String name, ITensor x, Convolution it) {
        IDeconvolutionLayer layer =
                dims(
                        square(it.size()),
                        size ->
                                network.addDeconvolutionNd(
                                        x,
                                        it.outputs(true),
                                        size,
                                        weights.of(it.kernel()),
                                        it.bias().map(weights::of).orElseGet(weights::none)));
        check(name, layer);
        set(square(it.stride()), layer::setStrideNd);
        set(square(it.padding()), layer::setPaddingNd);
        layer.setNbGroups(it.groups());
        return named(name, layer);
    }

    @Override
    public ITensor linear(String name, ITensor x, Weight weight) {
        return product(name, x, constant(weight, x));
    }

    @Override
    public ITensor product(String name, ITensor a, ITensor b) {
        return named(
                name,
                network.addMatrixMultiply(a, MatrixOperation.kNONE, b, MatrixOperation.kNONE));
    }

    @Override
    public ITensor add(String name, ITensor a, ITensor b) {
        return elementWise(name, a, b, ElementWiseOperation.kSUM);
    }

    @Override
    public ITensor addVector(String name, ITensor x, Weight vector) {
        return elementWise(name, x, constant(vector, x), ElementWiseOperation.kSUM);
    }

    @Override
    public ITensor scale(String name, ITensor x, Weight factors) {
        return elementWise(name, x, constant(factors, x), ElementWiseOperation.kPROD);
    }

    @Override
    public ITensor normalise(String name, ITensor x, float floor) {
        int last = 1 << (rank(x) - 1);
        ITensor squares = elementWise(name + ".squares", x, x, ElementWiseOperation.kPROD);
        ITensor sum =
                named(name + ".sum", network.addReduce(squares, ReduceOperation.kSUM, last, true));
        ITensor length = named(name + ".length", network.addUnary(sum, UnaryOperation.kSQRT));
        ITensor least =
                dims(
                        ones(rank(x)),
                        dims ->
                                named(
                                        name + ".floor",
                                        network.addConstant(dims, weights.ofFloat(floor))));
        ITensor divisor = elementWise(name + ".divisor", length, least, ElementWiseOperation.kMAX);
        return elementWise(name, x, divisor, ElementWiseOperation.kDIV);
    }

    @Override
    public ITensor softmax(String name, ITensor x) {
        ISoftMaxLayer layer = network.addSoftMax(x);
        check(name, layer);
        layer.setAxes(1 << (rank(x) - 1));
        return named(name, layer);
    }

    @Override
    public ITensor layerNorm(String name, ITensor x, Weight gamma, Weight beta, float epsilon) {
        INormalizationLayer layer =
                network.addNormalization(
                        x, constant(gamma, x), constant(beta, x), 1 << (rank(x) - 1));
        check(name, layer);
        layer.setEpsilon(epsilon);
        return named(name, layer);
    }

    @Override
    public ITensor gelu(String name, ITensor x) {
        return named(name, network.addActivation(x, ActivationType.kGELU_ERF));
    }

    @Override
    public ITensor transpose(String name, ITensor x, int... order) {
        IShuffleLayer layer = network.addShuffle(x);
        check(name, layer);
        try (Permutation permutation = new Permutation()) {
            for (int axis = 0; axis < order.length; axis++) {
                permutation.order(axis, order[axis]);
            }
            layer.setFirstTranspose(permutation);
        }
        return named(name, layer);
    }

    @Override
    public ITensor reshape(String name, ITensor x, long... extents) {
        IShuffleLayer layer = network.addShuffle(x);
        check(name, layer);
        set(Shape.of(extents), layer::setReshapeDimensions);
        return named(name, layer);
    }

    @Override
    public ITensor reshapeLike(String name, ITensor x, ITensor other) {
        IShuffleLayer layer = network.addShuffle(x);
        check(name, layer);
        layer.setInput(1, shapes.of(name, other));
        return named(name, layer);
    }

    @Override
    public ITensor concatenate(String name, int axis, ITensor a, ITensor b) {
        try (PointerPointer<ITensor> both = new PointerPointer<>(a, b)) {
            IConcatenationLayer layer = network.addConcatenation(both, 2);
            check(name, layer);
            layer.setAxis(axis);
            return named(name, layer);
        }
    }

    @Override
    public ITensor padToMultiple(String name, ITensor image, int multiple) {
        return slice(
                name, image, shapes.raisedToMultiple(name, image, multiple), SampleMode.kREFLECT);
    }

    @Override
    public ITensor cropLike(String name, ITensor image, ITensor other) {
        return slice(
                name, image, shapes.withSidesOf(name, image, other), SampleMode.kSTRICT_BOUNDS);
    }

    /// From the upper left corner. What a slice takes beyond a reflected border is reflected.
    private ITensor slice(String name, ITensor image, ITensor size, SampleMode mode) {
        long channels = dim(image, 1);
        ISliceLayer layer =
                dims(
                        Shape.of(0, 0, 0, 0),
                        start -> dims(ones(4), step -> network.addSlice(image, start, step, step)));
        check(name, layer);
        layer.setInput(2, size);
        layer.setMode(mode);
        ITensor sliced = named(name, layer);
        if (dim(sliced, 1) == channels) {
            return sliced;
        }
        // A convolution has to know its channels when it is built.
        return reshape(name + ".known", sliced, 0, channels, 0, 0);
    }

    @Override
    public void output(ITensor x) {
        network.markOutput(x);
    }

    private ITensor elementWise(String name, ITensor a, ITensor b, ElementWiseOperation operation) {
        return named(name, network.addElementWise(a, b, operation));
    }

    /// TensorRT broadcasts over extents of 1 and adds none: the constant gets them in front.
    private ITensor constant(Weight weight, ITensor beside) {
        long[] extents = new long[rank(beside)];
        Arrays.fill(extents, 1);
        int first = extents.length - weight.shape().rank();
        for (int axis = 0; axis < weight.shape().rank(); axis++) {
            extents[first + axis] = weight.shape().dim(axis);
        }
        return dims(
                Shape.of(extents),
                dims -> named(weight.name(), network.addConstant(dims, weights.of(weight))));
    }

    private static int rank(ITensor tensor) {
        try (Dims64 dims = tensor.getDimensions()) {
            return dims.nbDims();
        }
    }

    private static long dim(ITensor tensor, int axis) {
        try (Dims64 dims = tensor.getDimensions()) {
            return dims.d(axis);
        }
    }

    private static Shape ones(int rank) {
        long[] extents = new long[rank];
        Arrays.fill(extents, 1);
        return Shape.of(extents);
    }

    private static <R> R dims(Shape shape, Function<Dims64, R> use) {
        try (Dims64 dims = Dims.ofShape(shape)) {
            return use.apply(dims);
        }
    }

    private static void set(Shape shape, Consumer<Dims64> use) {
        try (Dims64 dims = Dims.ofShape(shape)) {
            use.accept(dims);
        }
    }

    private static Shape square(int extent) {
        return Shape.of(extent, extent);
    }

    static ITensor named(String name, ILayer layer) {
        check(name, layer);
        layer.setName(name);
        ITensor output = layer.getOutput(0);
        output.setName(name);
        if (rank(output) < 0) {
            throw refused(name);
        }
        return output;
    }

    private static void check(String name, ILayer layer) {
        if (layer == null || layer.isNull()) {
            throw refused(name);
        }
    }

    private static AssayException refused(String name) {
        return new AssayException(
                ErrorKind.ENGINE_BUILD,
                "TensorRT refuses the layer '%s': %s"
                        .formatted(name, TensorRtLogger.INSTANCE.reason()));
    }
}
