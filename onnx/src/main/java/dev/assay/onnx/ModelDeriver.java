package dev.assay.onnx;

import dev.assay.core.AssayException;
import dev.assay.core.calibration.CalibrationRows;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.format.Sha256;
import dev.assay.core.suite.GraphRewrite;
import dev.assay.core.suite.ModelDerivation;
import dev.assay.core.suite.Precision;
import dev.assay.onnx.graph.ModelHash;
import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.half.HalfPrecisionEditor;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.quantize.QdqEditor;
import dev.assay.onnx.quantize.QuantizationFile;
import dev.assay.onnx.rewrite.Rewriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/// Makes model files and keeps them under a key of what they are made from: `<key>.onnx`, then
/// `<key>.json`, which holds the file's hash, so that nothing half written is taken for one.
public final class ModelDeriver {
    /// Part of every key: raise it when the same inputs give another file.
    private static final int EDITION = 2;

    private static final int DIGITS = 32;

    private final Path folder;

    /// @param folder of the user's cache
    public ModelDeriver(Path folder) {
        this.folder = folder;
    }

    /// @param sha256 of the file
    record Stored(int edition, String sha256, Map<String, String> facts) {}

    /// Makes the file, or finds the one that was made before.
    ///
    /// @param model FP32, ONNX
    /// @param scored rows that the engine is timed and scored with
    /// @throws AssayException of kind `CONFIG` if the ranges are those of another model, `DATA` if
    ///   a file is damaged or a scored row was calibrated with, `ENGINE_BUILD` if the model cannot
    ///   be rewritten
    public DerivedModel derive(Path model, ModelDerivation how, Path scored) {
        String modelSha256 = ModelHash.of(model);
        Optional<QuantizationFile> ranges = how.ranges().map(QuantizationFile::read);
        // Also where the file exists: the scored rows may be others than they were.
        ranges.ifPresent(it -> it.requireModel(model, modelSha256));
        ranges.ifPresent(it -> requireOtherRows(it.calibration(), scored));
        String key = key(modelSha256, how);
        Path file = folder.resolve(key + ".onnx");
        Path record = folder.resolve(key + ".json");
        Optional<Stored> stored = find(file, record);
        if (stored.isPresent()) {
            return new DerivedModel(file, stored.get().facts());
        }
        Map<String, String> facts = new TreeMap<>(Map.of("derivedFromSha256", modelSha256));
        OnnxFile.write(edited(OnnxFile.read(model), how, ranges, facts), file);
        AtomicFile.write(
                record,
                Json.indented().writeValueAsString(new Stored(EDITION, Sha256.of(file), facts)));
        return new DerivedModel(file, facts);
    }

    private static ModelProto edited(
            ModelProto model,
            ModelDerivation how,
            Optional<QuantizationFile> ranges,
            Map<String, String> facts) {
        ModelProto edited = rewritten(model, how.rewrites(), facts);
        if (ranges.isPresent()) {
            QuantizationFile file = ranges.get();
            edited = QdqEditor.quantised(edited, file);
            facts.put("quantised", file.scheme().name());
            facts.put("quantisedNodes", Integer.toString(file.nodes().size()));
            facts.put("rangesBy", file.rule().slug());
            facts.put("rangesSha256", how.ranges().map(Sha256::of).orElse(""));
            facts.put("calibrationRows", Integer.toString(file.calibration().rows().size()));
        }
        if (how.storage().isPresent()) {
            Precision storage = how.storage().get();
            HalfPrecisionEditor.Edited half =
                    HalfPrecisionEditor.edit(edited, storage, how.keepFp32());
            edited = half.model();
            facts.put("storage", storage.name());
            facts.put("nodesKeptInFp32", Integer.toString(half.keptInFp32()));
            if (!half.clamped().isEmpty()) {
                facts.put(
                        "clampedConstants",
                        half.clamped().entrySet().stream()
                                .map(it -> it.getKey() + "=" + it.getValue())
                                .collect(Collectors.joining(",")));
            }
        }
        return edited;
    }

    private static ModelProto rewritten(
            ModelProto model, List<GraphRewrite> rewrites, Map<String, String> facts) {
        if (rewrites.isEmpty()) {
            return model;
        }
        Rewriter.Result result = Rewriter.apply(model, rewrites);
        facts.put(
                "rewrites",
                result.done().stream()
                        .map(it -> it.step().name() + " at " + it.sites().size())
                        .collect(Collectors.joining(", ")));
        List<String> plugins = Rewriter.plugins(result.model());
        if (!plugins.isEmpty()) {
            facts.put("pluginOperators", String.join(", ", plugins));
        }
        return result.model();
    }

    private static void requireOtherRows(QuantizationFile.Calibration calibration, Path scored) {
        try (Arena arena = Arena.ofConfined()) {
            CalibrationRows rows = CalibrationRows.scored(scored, arena);
            Path source = Path.of(calibration.file());
            rows.requireOthers(source, calibration.rows());
            rows.requireRanges(source, calibration.magnitudes());
        }
    }

    private static String key(String modelSha256, ModelDerivation how) {
        String text =
                String.join(
                        "\n",
                        Integer.toString(EDITION),
                        modelSha256,
                        String.join("\n", how.rewrites().stream().map(String::valueOf).toList()),
                        how.ranges().map(Sha256::of).orElse("none"),
                        how.storage().map(Precision::name).orElse("none"),
                        String.join("\n", how.keepFp32()));
        return Sha256.of(text).substring(0, DIGITS);
    }

    private static Optional<Stored> find(Path file, Path record) {
        if (!Files.exists(record) || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Stored stored = Json.compact().readValue(Files.readString(record), Stored.class);
            return Optional.of(stored).filter(it -> it.sha256().equals(Sha256.of(file)));
        } catch (IOException | JacksonException e) {
            // Made again.
            return Optional.empty();
        }
    }
}
