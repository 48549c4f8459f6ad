package dev.assay.engines.pytorch;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.GenericDict;
import org.bytedeco.pytorch.GenericDictIterator;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.Tensor;

/// Gives names to what a module returns.
///
/// A dictionary brings its own. A tensor or a tuple has none in TorchScript: the suite's
/// `torchscript-outputs` names them, else they are `output`, `output1`, …
final class ModuleResults {
    private ModuleResults() {}

    /// @param names for a tensor or the elements of a tuple, in order; empty where none are known
    /// @return contiguous tensors in the module's order
    /// @throws AssayException if the module returns anything else, or not as many as there are
    ///   names
    static Map<String, Tensor> named(IValue result, List<String> names) {
        if (result.isTensor()) {
            return numbered(List.of(result.toTensor()), names);
        }
        if (result.isTuple()) {
            IValueVector elements = result.toTupleRef().elements().vec();
            return numbered(
                    LongStream.range(0, elements.size())
                            .mapToObj(i -> tensor(elements.get(i)))
                            .toList(),
                    names);
        }
        if (result.isGenericDict()) {
            return entries(result.toGenericDict());
        }
        throw refused();
    }

    private static Map<String, Tensor> numbered(List<Tensor> tensors, List<String> names) {
        if (!names.isEmpty() && names.size() != tensors.size()) {
            throw new AssayException(
                    ErrorKind.INFERENCE,
                    "The module returns %d tensors, but 'torchscript-outputs' names %d: %s"
                            .formatted(tensors.size(), names.size(), names));
        }
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < tensors.size(); i++) {
            String name = names.isEmpty() ? "output" + (i == 0 ? "" : i) : names.get(i);
            named.put(name, tensors.get(i).contiguous());
        }
        return named;
    }

    /// Sorted by key: the order of insertion may differ between runs.
    private static Map<String, Tensor> entries(GenericDict results) {
        Map<String, Tensor> named = new TreeMap<>();
        GenericDictIterator at = results.begin();
        for (long i = 0; i < results.size(); i++) {
            IValue key = at.access().key();
            if (!key.isString()) {
                throw refused();
            }
            named.put(key.toStringRef().getString(), tensor(at.access().value()).contiguous());
            at.increment();
        }
        return named;
    }

    private static Tensor tensor(IValue value) {
        if (!value.isTensor()) {
            throw refused();
        }
        return value.toTensor();
    }

    private static AssayException refused() {
        return new AssayException(
                ErrorKind.INFERENCE,
                "The module returns neither a tensor nor a tuple or dictionary of tensors");
    }
}
