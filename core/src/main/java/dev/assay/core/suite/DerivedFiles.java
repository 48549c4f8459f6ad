package dev.assay.core.suite;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a suite says of the files that are made from a model's ONNX file rather than given.
///
/// @param quantization by precision, INT8 or FP8, the file of calibrated ranges
/// @param keepFp32 operators, and nodes by patterns of their names, that stay in FP32 where the
///   model is rewritten to 16 bits
public record DerivedFiles(Map<Precision, Path> quantization, List<String> keepFp32) {
    public static final DerivedFiles NONE = new DerivedFiles(Map.of(), List.of());

    public DerivedFiles {
        quantization = Map.copyOf(quantization);
        keepFp32 = List.copyOf(keepFp32);
    }

    /// The ranges of a precision, if the suite gives them.
    Optional<Path> ranges(Precision precision) {
        return Optional.ofNullable(quantization.get(precision));
    }

    /// The ranges in a fixed order.
    public List<Path> files() {
        return quantization.isEmpty()
                ? List.of()
                : List.copyOf(new EnumMap<>(quantization).values());
    }
}
