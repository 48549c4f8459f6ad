package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.core.suite.Precision;
import dev.assay.engines.tensorrt.binding.DataTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.tensorrt.global.nvinfer.DataType;
import org.bytedeco.tensorrt.global.nvinfer.LayerType;
import org.bytedeco.tensorrt.nvinfer.ILayer;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.ITensor;

/// What is read from and set on the layers of a parsed network.
final class NetworkLayers {
    private NetworkLayers() {}

    /// Which quantising layers the model brought with it.
    static Quantisation quantisation(INetworkDefinition network) {
        int nodes = 0;
        boolean int8 = false;
        boolean fp8 = false;
        for (int i = 0; i < network.getNbLayers(); i++) {
            ILayer layer = network.getLayer(i);
            LayerType type = layer.getType().intern();
            if (type != LayerType.kQUANTIZE && type != LayerType.kDEQUANTIZE) {
                continue;
            }
            nodes++;
            // The quantised side of the layer: a quantised weight has no quantising layer before
            // its dequantising one.
            ITensor quantised =
                    type == LayerType.kQUANTIZE ? layer.getOutput(0) : layer.getInput(0);
            DataType stored = quantised.getType().intern();
            int8 |= stored == DataType.kINT8;
            fp8 |= stored == DataType.kFP8;
        }
        return new Quantisation(nodes, int8, fp8);
    }

    /// Sets the precision of every layer that a rule names.
    ///
    /// @param strict whether every rule has to name a layer
    /// @return how many layers were set
    /// @throws AssayException of kind `CONFIG` if a rule names no layer
    static int apply(LayerRules rules, INetworkDefinition network, boolean strict) {
        Set<LayerRules.Rule> unused = new HashSet<>(rules.rules());
        List<String> names = new ArrayList<>();
        int set = 0;
        for (int i = 0; i < network.getNbLayers(); i++) {
            ILayer layer = network.getLayer(i);
            String name = layer.getName();
            names.add(name);
            Optional<LayerRules.Rule> rule = rules.of(name);
            if (rule.isPresent()) {
                unused.remove(rule.get());
                if (pin(layer, rule.get().precision())) {
                    set++;
                }
            }
        }
        if (strict && !unused.isEmpty()) {
            throw AssayException.config(
                    "layerPrecisions: no layer is named %s; the network has for example %s"
                            .formatted(
                                    unused.stream().map(LayerRules.Rule::pattern).toList(),
                                    names.subList(0, Math.min(10, names.size()))));
        }
        return set;
    }

    /// Layers on shapes and indices keep their types, whatever a pattern says.
    private static boolean pin(ILayer layer, Precision precision) {
        for (int i = 0; i < layer.getNbOutputs(); i++) {
            ITensor output = layer.getOutput(i);
            if (output.isShapeTensor() || !DataTypes.isReal(output.getType())) {
                return false;
            }
        }
        WeakTyping.pin(layer, precision);
        return true;
    }

    static DataType dataType(Precision precision) {
        return switch (precision) {
            case FP32, TF32 -> DataType.kFLOAT;
            case FP16 -> DataType.kHALF;
            case BF16 -> DataType.kBF16;
            case INT8 -> DataType.kINT8;
            case FP8 -> DataType.kFP8;
        };
    }
}
