package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/// What two files of tensors do not say about themselves.
final class HintOptions {
    @Option(names = "--shape", paramLabel = "NxCxHxW", description = "shape of .f32 files")
    private Optional<String> shape = Optional.empty();

    @Option(
            names = "--scale",
            paramLabel = "[TENSOR=]SCALE",
            description = {
                "value = scale * stored, for the engine's INT8, UINT8 and FP8 tensors;",
                "repeatable"
            })
    private List<String> scales = List.of();

    @Option(
            names = "--reference-scale",
            paramLabel = "[TENSOR=]SCALE",
            description = "the same for the reference's")
    private List<String> referenceScales = List.of();

    @Option(
            names = "--dtype",
            paramLabel = "[TENSOR=]TYPE",
            description = {
                "which float the engine's bare bits are, where NumPy cannot say:",
                "FLOAT8_E4M3, FLOAT8_E5M2, FLOAT16, BFLOAT16; repeatable"
            })
    private List<String> types = List.of();

    @Option(
            names = "--reference-dtype",
            paramLabel = "[TENSOR=]TYPE",
            description = "the same for the reference's")
    private List<String> referenceTypes = List.of();

    @Option(
            names = "--runner",
            paramLabel = "NAME",
            description =
                    "the engine's runner in a Polygraphy file of several; its beginning will do")
    private Optional<String> runner = Optional.empty();

    @Option(
            names = "--reference-runner",
            paramLabel = "NAME",
            description = "the reference's runner")
    private Optional<String> referenceRunner = Optional.empty();

    TensorHints engine() {
        return hints(types, scales, runner);
    }

    TensorHints reference() {
        return hints(referenceTypes, referenceScales, referenceRunner);
    }

    /// For files beside the two.
    TensorHints shapeAlone() {
        return TensorHints.ofShape(shape.map(Shape::parse));
    }

    private TensorHints hints(
            List<String> typesByName, List<String> scalesByName, Optional<String> chosen) {
        return new TensorHints(
                shape.map(Shape::parse),
                byName(typesByName, ElementType::parse),
                byName(scalesByName, HintOptions::scale),
                chosen);
    }

    /// Tensor names may have `=` in them, types and scales may not.
    private static <T> Map<String, T> byName(List<String> texts, Function<String, T> parse) {
        Map<String, T> values = new HashMap<>();
        for (String text : texts) {
            int equals = text.lastIndexOf('=');
            String name = equals < 0 ? TensorHints.ANY : text.substring(0, equals);
            values.put(name, parse.apply(text.substring(equals + 1)));
        }
        return values;
    }

    private static float scale(String text) {
        try {
            float scale = Float.parseFloat(text);
            if (scale > 0 && Float.isFinite(scale)) {
                return scale;
            }
        } catch (NumberFormatException e) {
            // Refused below, as a number that is no scale is.
        }
        throw AssayException.config(
                "'" + text + "' is no scale: write a finite number above 0, e.g. 0.0078125");
    }
}
