package dev.assay.cli.quick;

import static java.util.Objects.requireNonNull;

import dev.assay.cli.imports.ImportRequest;
import dev.assay.core.suite.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a user wants to be measured, once trtexec's flags are understood.
///
/// @param model an ONNX file, or the plan where that is all there is
/// @param plan that is measured instead of one that is built
/// @param engines ids
/// @param options under the engines' own names
/// @param references files of stored outputs
/// @param calibration rows to find INT8 ranges with
public record QuickRequest(
        Path model,
        Optional<Path> plan,
        List<String> engines,
        List<Precision> precisions,
        Map<String, String> options,
        ShapeTexts shapes,
        InputSource inputs,
        List<Path> references,
        List<Path> calibration) {
    public QuickRequest {
        model = model.toAbsolutePath().normalize();
        plan = plan.map(it -> it.toAbsolutePath().normalize());
        engines = List.copyOf(engines);
        precisions = List.copyOf(precisions);
        options = new TreeMap<>(options);
        references = List.copyOf(references);
        calibration = List.copyOf(calibration);
        requireNonNull(shapes, "shapes is null");
        requireNonNull(inputs, "inputs is null");
    }

    /// Whether only a plan is known, and no network.
    boolean planAlone() {
        return plan.filter(model::equals).isPresent();
    }

    /// The values of trtexec's options of these names, as they were typed.
    public record ShapeTexts(
            Optional<String> minShapes,
            Optional<String> optShapes,
            Optional<String> maxShapes,
            Optional<String> shapes) {
        QuickShapes.Wanted parse() {
            return new QuickShapes.Wanted(
                    parse("--minShapes", minShapes),
                    parse("--optShapes", optShapes),
                    parse("--maxShapes", maxShapes),
                    parse("--shapes", shapes));
        }

        private static ShapeArgument parse(String option, Optional<String> text) {
            return text.map(it -> ShapeArgument.parse(option, it))
                    .orElseGet(() -> ShapeArgument.none(option));
        }
    }

    /// The suite's and its model's name, from the file's.
    public String name() {
        return ImportRequest.nameOf(model);
    }
}
