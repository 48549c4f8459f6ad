package dev.assay.onnx.network;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.Shape;
import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.graph.Weights;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The parameters of a network as a file stores them, handed out once a layer says what it needs.
///
/// What is handed out is remembered: a parameter that no layer asked for shows that a layer is
/// missing.
public final class StoredWeights {
    /// What an exporter calls values that are no parameters.
    private static final String CONSTANT = "constant.";

    private final String source;
    private final Map<String, Weight> weights;
    private final Set<String> unused;

    /// @param source for messages
    public StoredWeights(String source, Map<String, Weight> weights) {
        this.source = source;
        this.weights = Collections.unmodifiableMap(new TreeMap<>(weights));
        this.unused = new TreeSet<>(weights.keySet());
    }

    /// The FP32 initialisers of an ONNX file that carry PyTorch's names.
    ///
    /// @throws AssayException of kind `DATA` if the file cannot be read
    public static StoredWeights read(Path onnx) {
        Map<String, Weight> weights = new TreeMap<>();
        for (TensorProto tensor : OnnxFile.read(onnx).getGraph().getInitializerList()) {
            if (tensor.getDataType() == TensorProto.DataType.FLOAT_VALUE
                    && !tensor.getName().startsWith(CONSTANT)) {
                weights.put(
                        tensor.getName(),
                        new Weight(
                                tensor.getName(),
                                new Shape(tensor.getDimsList()),
                                Weights.floats(tensor)));
            }
        }
        return new StoredWeights(String.valueOf(onnx.getFileName()), weights);
    }

    public String source() {
        return source;
    }

    public Map<String, Weight> all() {
        return weights;
    }

    public boolean has(String name) {
        return weights.containsKey(name);
    }

    /// A parameter for a layer.
    ///
    /// @param shape that the layer needs
    /// @throws AssayException of kind `ENGINE_BUILD` if there is no such parameter, or it is of
    ///   another shape
    public Weight take(String name, String layer, long... shape) {
        Shape needed = Shape.of(shape);
        Weight weight = weights.get(name);
        if (weight == null) {
            throw new AssayException(
                    ErrorKind.ENGINE_BUILD,
                    "Layer '%s' needs the parameter '%s' of %s, which %s does not have"
                            .formatted(layer, name, needed, source));
        }
        if (!weight.shape().equals(needed)) {
            throw new AssayException(
                    ErrorKind.ENGINE_BUILD,
                    "Parameter '%s' of %s is %s, but layer '%s' needs %s"
                            .formatted(name, source, weight.shape(), layer, needed));
        }
        unused.remove(name);
        return weight;
    }

    /// @throws AssayException of kind `ENGINE_BUILD` if a parameter was never asked for
    public void requireAllUsed() {
        if (!unused.isEmpty()) {
            throw new AssayException(
                    ErrorKind.ENGINE_BUILD,
                    "%d parameters of %s go into no layer, the first is '%s': the file is of another network"
                            .formatted(unused.size(), source, unused.iterator().next()));
        }
    }
}
