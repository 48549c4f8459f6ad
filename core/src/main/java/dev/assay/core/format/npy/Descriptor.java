package dev.assay.core.format.npy;

import dev.assay.core.format.storage.Quoted;
import dev.assay.core.format.storage.StoredType;
import dev.assay.core.tensor.ElementType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// NumPy's type string: byte order, kind, size.
///
/// NumPy has no bfloat16 and no FP8. The package `ml_dtypes` adds them, and they are saved by the
/// kind and size that they registered with (ml_dtypes 0.6.0): bfloat16 as `<V2` and FP8 E5M2 as
/// `<f1`, which no other type of it shares; FP8 E4M3 as `<V1`, as eleven other types are, so that
/// one has to be told which.
record Descriptor(StoredType type, boolean bigEndian) {
    private static final Map<String, ElementType> PLAIN =
            Map.ofEntries(
                    Map.entry("f8", ElementType.FLOAT64),
                    Map.entry("f4", ElementType.FLOAT32),
                    Map.entry("f2", ElementType.FLOAT16),
                    Map.entry("f1", ElementType.FLOAT8_E5M2),
                    Map.entry("V2", ElementType.BFLOAT16),
                    Map.entry("i1", ElementType.INT8),
                    Map.entry("u1", ElementType.UINT8),
                    Map.entry("i4", ElementType.INT32),
                    Map.entry("i8", ElementType.INT64),
                    Map.entry("b1", ElementType.BOOL));

    /// What a float's bits are kept in.
    private static final Set<String> BITS = Set.of("V1", "V2", "i1", "u1", "i2", "u2");

    static Descriptor parse(String where, String descr) {
        if (descr.endsWith("O")) {
            throw NpyHeader.refusal(
                    where,
                    "the header: its dtype '|O' is pickled Python objects, which run code when"
                            + " read: convert it to numbers with array.astype(numpy.float32)");
        }
        String kind = descr.isEmpty() ? "" : descr.substring(1);
        char order = descr.isEmpty() ? 0 : descr.charAt(0);
        boolean known = PLAIN.containsKey(kind) || BITS.contains(kind);
        // Without an order, the same file would mean something else on another machine.
        boolean ordered =
                order == '<'
                        || (order == '>' && !kind.startsWith("V"))
                        || (order == '|' && isOneUnit(kind));
        if (!known || !ordered) {
            throw NpyHeader.refusal(
                    where,
                    "the header: its dtype %s is not one of %s in the order < or >"
                            .formatted(
                                    Quoted.of(descr), PLAIN.keySet().stream().sorted().toList()));
        }
        int bytes = kind.charAt(1) - '0';
        return new Descriptor(
                new StoredType(
                        descr, Optional.ofNullable(PLAIN.get(kind)), bytes, BITS.contains(kind)),
                order == '>');
    }

    /// Types that have no order of bytes, as NumPy sees them.
    private static boolean isOneUnit(String kind) {
        return kind.startsWith("V") || kind.endsWith("1");
    }
}
