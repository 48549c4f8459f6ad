package dev.assay.core.format;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// NumPy's `.npy`: a magic string, a Python dict literal as header, raw elements.
///
/// Format: <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>. Only C order
/// and little-endian plain types are read; pickled objects are refused.
public final class NpyFile {
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
    private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([\\d,\\s]*)\\)");
    private static final Map<String, ElementType> TYPES =
            Map.of(
                    "<f8", ElementType.FLOAT64,
                    "<f4", ElementType.FLOAT32,
                    "<f2", ElementType.FLOAT16,
                    "|i1", ElementType.INT8,
                    "|u1", ElementType.UINT8,
                    "<i4", ElementType.INT32,
                    "<i8", ElementType.INT64,
                    "|b1", ElementType.BOOL);

    private NpyFile() {}

    /// Maps the file's one array as a tensor named `tensor`.
    public static TensorData read(Path file, Arena arena) {
        return parse(file.toString(), "tensor", MappedFile.map(file, arena));
    }

    static TensorData parse(String where, String name, MemorySegment all) {
        if (all.byteSize() < 10 || !magic(all)) {
            throw damaged(where, "it does not start with NumPy's magic string");
        }
        int major = all.get(ValueLayout.JAVA_BYTE, 6);
        int prefix = major == 1 ? 10 : 12;
        if (major < 1 || major > 3 || all.byteSize() < prefix) {
            throw damaged(where, "its format version is " + major);
        }
        long headerBytes =
                major == 1
                        ? all.get(
                                        ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(
                                                ByteOrder.LITTLE_ENDIAN),
                                        8)
                                & 0xFFFF
                        : all.get(
                                        ValueLayout.JAVA_INT_UNALIGNED.withOrder(
                                                ByteOrder.LITTLE_ENDIAN),
                                        8)
                                & 0xFFFF_FFFFL;
        if (headerBytes > Math.min(all.byteSize() - prefix, 1 << 20)) {
            throw damaged(where, "its header claims " + headerBytes + " bytes");
        }
        String header =
                new String(
                        all.asSlice(prefix, headerBytes).toArray(ValueLayout.JAVA_BYTE),
                        StandardCharsets.UTF_8);
        MemorySegment data = all.asSlice(prefix + headerBytes);
        TensorSpec spec = new TensorSpec(name, elementType(where, header), shape(where, header));
        if (find(where, FORTRAN, header).equals("True") && spec.shape().rank() > 1) {
            throw damaged(where, "it is in Fortran order: save it with numpy.ascontiguousarray");
        }
        if (data.byteSize() != size(where, spec)) {
            throw damaged(
                    where,
                    "%s needs %s bytes of data, it has %s"
                            .formatted(spec, spec.byteSize(), data.byteSize()));
        }
        return new TensorData(spec, data);
    }

    private static long size(String where, TensorSpec spec) {
        try {
            return spec.byteSize();
        } catch (AssayException e) {
            throw damaged(where, String.valueOf(e.getMessage()));
        }
    }

    private static boolean magic(MemorySegment all) {
        byte[] start = all.asSlice(0, 6).toArray(ValueLayout.JAVA_BYTE);
        return (start[0] & 0xFF) == 0x93
                && new String(start, 1, 5, StandardCharsets.US_ASCII).equals("NUMPY");
    }

    private static ElementType elementType(String where, String header) {
        String descr = find(where, DESCR, header);
        ElementType type = TYPES.get(descr);
        if (type == null) {
            throw damaged(where, "its dtype '" + descr + "' is not one of " + TYPES.keySet());
        }
        return type;
    }

    private static Shape shape(String where, String header) {
        List<Long> dims = new ArrayList<>();
        for (String part : find(where, SHAPE, header).split(",", -1)) {
            if (!part.isBlank()) {
                try {
                    dims.add(Long.parseLong(part.strip()));
                } catch (NumberFormatException e) {
                    throw damaged(where, "its shape has the extent " + part.strip());
                }
            }
        }
        return new Shape(dims);
    }

    private static String find(String where, Pattern pattern, String header) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw damaged(where, "its header is " + header.strip());
        }
        return matcher.group(1);
    }

    private static AssayException damaged(String where, String why) {
        return AssayException.data(where + " is not an .npy array Assay can read: " + why);
    }
}
