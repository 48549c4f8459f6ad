package dev.assay.core.layers;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One layer of a built engine: what the builder made of one or more layers of the model.
///
/// @param index in the order in which the engine runs them
/// @param type in the engine's own words, for example `CaskConvolution`
/// @param tactic the kernel that the builder chose; empty where it does not say
/// @param tacticId the builder's number of that choice; empty where it does not say
/// @param origins names of the model's layers that it was made from
/// @param filter of convolutions
/// @param stream of the engine's own that it runs on
public record EngineLayer(
        int index,
        String name,
        String type,
        List<LayerTensor> inputs,
        List<LayerTensor> outputs,
        String tactic,
        String tacticId,
        List<String> origins,
        Optional<Filter> filter,
        int stream) {
    private static final Pattern MYELIN = Pattern.compile(".*_myl\\d+_\\d+$|.*ForeignNode\\[.*");
    private static final String REFORMAT = "Reformat";

    public EngineLayer {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        origins = List.copyOf(origins);
    }

    public LayerRole role() {
        return LayerRules.role(this);
    }

    /// For example `FP16`, `TF32`; `INTEGER` for indices, `UNKNOWN` where the engine does not say.
    public String precision() {
        return LayerRules.precision(this);
    }

    /// Whether it is part of what TensorRT handed to Myelin as a whole.
    ///
    /// A copy into such a part is named after it and is not part of it.
    public boolean foreign() {
        return !type.equals(REFORMAT) && MYELIN.matcher(name).matches();
    }

    /// Whether it stands for a whole network whose kernels the engine does not list.
    public boolean opaque() {
        return name.contains("ForeignNode[") && role() == LayerRole.COMPUTE;
    }
}
