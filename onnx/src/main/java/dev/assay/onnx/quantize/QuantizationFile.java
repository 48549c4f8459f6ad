package dev.assay.onnx.quantize;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.calibration.CalibrationRows;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What makes a quantised model of an FP32 one: a small JSON file instead of a second copy of the
/// weights.
///
/// @param schema of the file
/// @param scheme INT8 or FP8
/// @param rule how ranges were found
/// @param weights how scales of weights are found: always from the weights themselves
/// @param model that the ranges belong to
/// @param calibration the rows that they were found from
/// @param nodes that are quantised, by their first outputs; whoever takes one out keeps it in FP32
/// @param ranges by activation, the magnitude that becomes the scheme's largest number: scale =
///   range / 127 (INT8) or / 448 (FP8), rounded to FP32
/// @param madeBy the program and the engine that computed the activations
public record QuantizationFile(
        String schema,
        Scheme scheme,
        RangeRule rule,
        String weights,
        Model model,
        Calibration calibration,
        List<String> nodes,
        Map<String, Double> ranges,
        String madeBy) {
    public static final String SCHEMA = "assay.quantization/1";

    private static final String FAMILY = "assay.quantization/";

    /// @param file name of it, for people
    /// @param sha256 of the model with the weights beside it
    public record Model(String file, String sha256) {}

    /// @param file name of it, for people
    /// @param inputs SHA-256 of each input, all rows, elements as they are stored
    /// @param magnitudes how far each input reaches from zero
    /// @param rows hash of each row, see {@link CalibrationRows#hashes}: none of them may be scored
    public record Calibration(
            String file,
            Map<String, String> inputs,
            Map<String, Double> magnitudes,
            List<String> rows) {
        public Calibration {
            inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
            magnitudes = Collections.unmodifiableMap(new TreeMap<>(magnitudes));
            rows = List.copyOf(rows);
        }

        public static Calibration of(Path file, CalibrationRows rows) {
            return new Calibration(
                    String.valueOf(file.getFileName()),
                    rows.fingerprint(),
                    rows.magnitudes(),
                    rows.hashes());
        }
    }

    public QuantizationFile {
        nodes = List.copyOf(nodes);
        ranges = Collections.unmodifiableMap(new TreeMap<>(ranges));
        ranges.forEach((tensor, range) -> {
            if (!(range > 0 && Double.isFinite(range))) {
                throw AssayException.data(
                        "Activation '%s' has the range %s: it must be finite and above 0"
                                .formatted(tensor, range));
            }
        });
    }

    /// The rule for weights, as the file says it.
    public static String weightRule(Scheme scheme) {
        return (scheme.perChannel()
                        ? "largest magnitude of each output channel / "
                        : "largest magnitude / ")
                + scheme.largest();
    }

    /// @throws AssayException of kind `DATA` if the file is missing, damaged or of a newer schema
    public static QuantizationFile read(Path file) {
        try {
            JsonNode tree = Json.compact().readTree(Files.readString(file));
            String schema = tree.path("schema").asString("");
            if (!schema.equals(SCHEMA)) {
                throw AssayException.data(
                        "%s is %s, this Assay reads %s: make it again with 'assay quantize'"
                                .formatted(
                                        file,
                                        schema.startsWith(FAMILY)
                                                ? "of schema " + schema
                                                : "no quantisation file",
                                        SCHEMA));
            }
            return Json.compact().treeToValue(tree, QuantizationFile.class);
        } catch (IOException | JacksonException e) {
            throw new AssayException(
                    ErrorKind.DATA,
                    "Cannot read the quantisation file %s (%s): make it again with 'assay quantize'"
                            .formatted(file, reason(e)),
                    e);
        }
    }

    private static String reason(Exception e) {
        return e instanceof JacksonException json ? json.getOriginalMessage() : e.toString();
    }

    public void write(Path file) {
        AtomicFile.write(file, Json.indented().writeValueAsString(this) + "\n");
    }

    /// @throws AssayException of kind `CONFIG` if the ranges are those of another model
    public void requireModel(Path file, String sha256) {
        if (!model.sha256().equals(sha256)) {
            throw AssayException.config(
                    "The ranges were found for another model than %s (%s of SHA-256 %.12s…, this is %.12s…): calibrate this one with 'assay quantize'"
                            .formatted(file, model.file(), model.sha256(), sha256));
        }
    }
}
