package dev.assay.onnx.network;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.util.List;

/// A network that can be built layer by layer from its stored weights alone.
public interface Architecture {
    /// For messages and records.
    String id();

    /// Whether the weights, by their names, are of this network.
    boolean fits(StoredWeights weights);

    /// Builds it, outputs declared.
    ///
    /// @throws AssayException of kind `ENGINE_BUILD` if a weight is missing, too many or of a shape
    ///   that its layer does not have
    <T> void build(NetworkBuilder<T> network, StoredWeights weights);

    /// The networks of this version of Assay.
    static List<Architecture> all() {
        return List.of(new MstPlusPlus());
    }

    /// The network that weights are of.
    ///
    /// @throws AssayException of kind `UNSUPPORTED` if they are of none
    static Architecture of(StoredWeights weights) {
        return all().stream()
                .filter(it -> it.fits(weights))
                .findFirst()
                .orElseThrow(() ->
                        new AssayException(
                                ErrorKind.UNSUPPORTED,
                                "No network is built from the weights of %s: known by their parameters' names are %s"
                                        .formatted(
                                                weights.source(),
                                                all().stream().map(Architecture::id).toList())));
    }
}
