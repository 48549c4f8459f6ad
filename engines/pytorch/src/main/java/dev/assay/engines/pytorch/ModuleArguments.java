package dev.assay.engines.pytorch;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.TensorData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Argument;
import org.bytedeco.pytorch.JitModule;

/// Puts named inputs into the order in which a module's `forward` takes them.
///
/// TorchScript knows the names of its parameters, and files of tensors keep an order of their own:
/// by position, two inputs of one shape would be exchanged without anybody noticing.
final class ModuleArguments {
    private ModuleArguments() {}

    /// @return the inputs by name where the module has parameters of exactly these names, the one
    ///   input where there is only one
    /// @throws AssayException if several inputs cannot be told apart by name
    static Collection<TensorData> inOrder(JitModule module, Map<String, TensorData> inputs) {
        if (inputs.size() == 1) {
            return inputs.values();
        }
        List<String> parameters = parameters(module);
        if (parameters.size() < inputs.size()
                || !inputs.keySet().equals(Set.copyOf(parameters.subList(0, inputs.size())))) {
            throw new AssayException(
                    ErrorKind.INFERENCE,
                    "The module's forward takes %s, the inputs are %s: name them alike, in the file of inputs or in the module"
                            .formatted(parameters, List.copyOf(inputs.keySet())));
        }
        return parameters.stream().limit(inputs.size()).map(inputs::get).toList();
    }

    /// Names of what `forward` takes, without the module itself.
    private static List<String> parameters(JitModule module) {
        try (PointerScope temporaries = new PointerScope()) {
            Argument arguments = module.get_method("forward").function().getSchema().arguments();
            List<String> names = new ArrayList<>();
            for (long i = 1; i < arguments.limit(); i++) {
                names.add(arguments.getPointer(i).name().getString());
            }
            return names;
        }
    }
}
