package dev.assay.engines.tensorrt.build;

import dev.assay.core.suite.Precision;
import dev.assay.engines.tensorrt.calibration.Calibration;
import java.util.EnumSet;
import java.util.Set;
import org.bytedeco.tensorrt.global.nvinfer.BuilderFlag;
import org.bytedeco.tensorrt.global.nvinfer.DataType;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.ILayer;
import org.bytedeco.tensorrt.nvinfer.IOptimizationProfile;

/// Everything that only TensorRT 10 has: it is called from here and from the calibrators alone, and
/// never where {@link LineLimits} has refused the settings.
///
/// Deprecated there in favour of strong typing and Q/DQ models, but what `trtexec --fp16` and
/// `--int8 --calib` do.
@SuppressWarnings("deprecation")
final class WeakTyping {
    private WeakTyping() {}

    /// What lets layers run in a precision below FP32.
    static Set<BuilderFlag> flags(Precision precision) {
        return switch (precision) {
            case FP32, TF32 -> EnumSet.noneOf(BuilderFlag.class);
            case FP16 -> EnumSet.of(BuilderFlag.kFP16);
            case BF16 -> EnumSet.of(BuilderFlag.kBF16);
            case INT8 -> EnumSet.of(BuilderFlag.kINT8, BuilderFlag.kFP16);
            case FP8 -> EnumSet.of(BuilderFlag.kFP8, BuilderFlag.kFP16);
        };
    }

    /// How the precisions of single layers bind.
    static BuilderFlag flag(BuilderSettings.Constraints constraints) {
        return constraints == BuilderSettings.Constraints.PREFER
                ? BuilderFlag.kPREFER_PRECISION_CONSTRAINTS
                : BuilderFlag.kOBEY_PRECISION_CONSTRAINTS;
    }

    static void pin(ILayer layer, Precision precision) {
        DataType type = NetworkLayers.dataType(precision);
        layer.setPrecision(type);
        for (int i = 0; precision != Precision.INT8 && i < layer.getNbOutputs(); i++) {
            // A network's outputs keep the types that the caller reads.
            if (!layer.getOutput(i).isNetworkOutput()) {
                layer.setOutputType(i, type);
            }
        }
    }

    /// Stores a layer's result in a type of the engine's, unless a rule has set another.
    static void mark(ILayer layer, int output, DataType type) {
        if (!layer.outputTypeIsSet(output)) {
            layer.getOutput(output).setType(type);
        }
    }

    static boolean setCalibrationProfile(IBuilderConfig config, IOptimizationProfile profile) {
        return config.setCalibrationProfile(profile);
    }

    static void setCalibrator(IBuilderConfig config, Calibration calibration) {
        config.setInt8Calibrator(calibration.calibrator());
    }
}
