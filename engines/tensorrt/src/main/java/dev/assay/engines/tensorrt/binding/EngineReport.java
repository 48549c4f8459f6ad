package dev.assay.engines.tensorrt.binding;

import java.util.Optional;
import org.bytedeco.tensorrt.global.nvinfer.LayerInformationFormat;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IEngineInspector;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;

/// What TensorRT says of an engine's layers.
public final class EngineReport {
    private EngineReport() {}

    /// @param context whose shapes the report is made for: kernels depend on them
    /// @return JSON, if TensorRT gives one
    public static Optional<String> layers(ICudaEngine engine, IExecutionContext context) {
        IEngineInspector inspector = engine.createEngineInspector();
        if (inspector == null || inspector.isNull()) {
            return Optional.empty();
        }
        inspector.setExecutionContext(context);
        Optional<String> layers =
                Optional.ofNullable(inspector.getEngineInformation(LayerInformationFormat.kJSON));
        NativeObjects.delete(inspector, IEngineInspector::new);
        return layers;
    }
}
