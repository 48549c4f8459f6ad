package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.engines.tensorrt.binding.TensorRtLogger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.tensorrt.global.nvinfer.NetworkDefinitionCreationFlag;
import org.bytedeco.tensorrt.global.nvonnxparser;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.ILogger;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvonnxparser.IParser;
import org.bytedeco.tensorrt.nvonnxparser.IParserError;
import org.jspecify.annotations.Nullable;

/// A network as TensorRT's ONNX parser reads it.
///
/// @param parser owns the weights: it must outlive the build
record OnnxNetwork(INetworkDefinition network, IParser parser) implements DefinedNetwork {
    /// @throws AssayException of kind `ENGINE_BUILD` if the model cannot be parsed
    static OnnxNetwork parse(IBuilder builder, Path model, boolean stronglyTyped) {
        if (!Files.isReadable(model)) {
            throw AssayException.data("There is no readable model " + model);
        }
        int flags = stronglyTyped ? 1 << NetworkDefinitionCreationFlag.kSTRONGLY_TYPED.value : 0;
        INetworkDefinition network = builder.createNetworkV2(flags);
        if (network == null || network.isNull()) {
            throw failed(model, TensorRtLogger.INSTANCE.reason());
        }
        IParser parser = nvonnxparser.createParser(network, TensorRtLogger.INSTANCE);
        if (parser == null || parser.isNull()) {
            throw failed(model, TensorRtLogger.INSTANCE.reason());
        }
        // By file name, so that the parser finds weights that lie beside the model.
        boolean parsed =
                parser.parseFromFile(
                        model.toAbsolutePath().toString(), ILogger.Severity.kWARNING.value);
        if (!parsed) {
            throw failed(model, errors(parser));
        }
        if (network.getNbInputs() == 0 || network.getNbOutputs() == 0) {
            throw failed(model, "it has no inputs or no outputs");
        }
        return new OnnxNetwork(network, parser);
    }

    private static String errors(IParser parser) {
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < parser.getNbErrors(); i++) {
            IParserError error = parser.getError(i);
            String operator = text(error.nodeOperator());
            String where =
                    operator.isEmpty()
                            ? ""
                            : "node %d '%s' (%s): "
                                    .formatted(error.node(), text(error.nodeName()), operator);
            errors.add(where + text(error.desc()).strip());
        }
        return errors.isEmpty()
                ? TensorRtLogger.INSTANCE.reason()
                : String.join("; ", errors.subList(0, Math.min(errors.size(), 5)));
    }

    /// JavaCPP gives null for a null `const char*`.
    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static AssayException failed(Path model, String why) {
        return new AssayException(
                ErrorKind.ENGINE_BUILD,
                "TensorRT's ONNX parser %d cannot read %s: %s"
                        .formatted(nvonnxparser.getNvOnnxParserVersion(), model, why));
    }
}
