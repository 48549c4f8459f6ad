package dev.assay.cli.imports;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Polygraphy's iterations, `0/name`, `1/name` …, as the rows of one tensor `name`.
final class Iterations {
    private static final Pattern NAME = Pattern.compile("([0-9]{1,9})/(.+)");

    private Iterations() {}

    /// The tensors as they are, unless every name has an iteration before it.
    ///
    /// @param where for messages
    /// @throws AssayException if iterations of one tensor differ in type or shape of a row
    static Map<String, TensorData> joined(
            Map<String, TensorData> tensors, String where, Arena arena) {
        Map<String, TreeMap<Integer, TensorData>> byName = new LinkedHashMap<>();
        for (Map.Entry<String, TensorData> entry : tensors.entrySet()) {
            Matcher matcher = NAME.matcher(entry.getKey());
            if (!matcher.matches()) {
                return tensors;
            }
            byName.computeIfAbsent(matcher.group(2), name -> new TreeMap<>())
                    .put(Integer.parseInt(matcher.group(1)), entry.getValue());
        }
        Map<String, TensorData> joined = new LinkedHashMap<>();
        byName.forEach((name, parts) -> joined.put(name, join(name, parts, where, arena)));
        return joined;
    }

    private static TensorData join(
            String name, TreeMap<Integer, TensorData> parts, String where, Arena arena) {
        TensorData first = parts.firstEntry().getValue();
        long rows = 0;
        for (TensorData part : parts.values()) {
            if (part.shape().rank() == 0
                    || part.spec().elementType() != first.spec().elementType()
                    || !part.shape().row().equals(first.shape().row())) {
                throw AssayException.data(
                        "%s: '%s' is %s in one iteration and %s in another: rows of one suite have one shape"
                                .formatted(where, name, first.spec(), part.spec()));
            }
            rows += part.shape().dim(0);
        }
        TensorData joined =
                TensorData.allocate(
                        new TensorSpec(
                                name,
                                first.spec().elementType(),
                                first.shape().row().withBatch(rows)),
                        arena);
        long at = 0;
        for (TensorData part : parts.values()) {
            long bytes = part.segment().byteSize();
            MemorySegment.copy(part.segment(), 0, joined.segment(), at, bytes);
            at += bytes;
        }
        return joined;
    }
}
