package dev.assay.onnx;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// A model file that was made from another one.
///
/// @param facts from what and how, for the record of an engine
public record DerivedModel(Path file, Map<String, String> facts) {
    public DerivedModel {
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
    }
}
