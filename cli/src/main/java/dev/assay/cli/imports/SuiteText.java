package dev.assay.cli.imports;

import dev.assay.core.suite.Precision;
import dev.assay.core.suite.TaskKind;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An imported suite as YAML for people: every line says what it is for, and what could be changed.
///
/// @param onnx relative to the suite, as all paths
/// @param outputs of the model; a TorchScript module does not name its own
/// @param inputs that the suite's file holds
/// @param references likewise; none where nothing is stored
/// @param calibrated whether there are rows to calibrate INT8 with
/// @param row shape of one row of the first input
/// @param batches that the model takes
/// @param gpu whether TensorRT is installed here
/// @param tolerances lines of YAML
public record SuiteText(
        String name,
        Path onnx,
        Optional<Path> torchscript,
        List<String> outputs,
        List<TensorData> inputs,
        List<TensorSpec> references,
        boolean calibrated,
        Shape row,
        TaskKind task,
        List<Precision> precisions,
        List<Integer> batches,
        boolean gpu,
        List<String> tolerances) {
    /// Names of files beside the suite.
    public static final String SUITE = "suite.yml";

    public static final String MODEL = "model.onnx";
    public static final String INPUTS = "inputs.safetensors";
    public static final String REFERENCES = "references.safetensors";
    public static final String CALIBRATION = "calibration.safetensors";

    private static final int COMMENT_COLUMN = 40;

    public SuiteText {
        outputs = List.copyOf(outputs);
        inputs = List.copyOf(inputs);
        references = List.copyOf(references);
        precisions = List.copyOf(precisions);
        batches = List.copyOf(batches);
        tolerances = List.copyOf(tolerances);
    }

    /// The suite file.
    public String yaml() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "# Made by `assay import`. Paths are relative to this file; every key is explained in");
        lines.add("# docs/bring-your-own-model.md.");
        lines.add("schema: assay.suite/1");
        lines.add("name: " + name);
        lines.add("models:");
        lines.add("  - id: " + name);
        lines.add("    onnx: " + quoted(onnx));
        lines.add(
                torchscript
                        .map(it -> "    torchscript: " + quoted(it))
                        .orElseGet(() ->
                                noted("    # torchscript: model.pt", "to time PyTorch, too")));
        if (torchscript.isPresent()) {
            lines.add(
                    noted(
                            "    torchscript-outputs: ["
                                    + outputs.stream()
                                            .map(SuiteText::inQuotes)
                                            .collect(Collectors.joining(", "))
                                    + "]",
                            "what it returns, in order"));
        }
        lines.add(noted("    inputs: " + INPUTS, specs(inputs.stream().map(TensorData::spec))));
        lines.add(
                references.isEmpty()
                        ? noted(
                                "    # references: " + REFERENCES,
                                "none: every output is UNCHECKED")
                        : noted("    references: " + REFERENCES, specs(references.stream())));
        lines.add(
                calibrated
                        ? noted("    calibration: " + CALIBRATION, "for INT8, never scored")
                        : noted("    # calibration: rows.safetensors", "for INT8: other rows"));
        lines.add(noted("    shapes: [" + row + "]", "of one row"));
        reach().ifPresent(lines::add);
        lines.add(
                noted(
                        "    task: { kind: %s }".formatted(task.slug()),
                        task == TaskKind.IMAGE
                                ? "border and centre are compared apart, too"
                                : "or image, detection"));
        lines.add("engines:");
        lines.addAll(engines());
        lines.add("precisions: " + precisions);
        lines.add(
                noted(
                        "batches: " + batches,
                        batches.size() == 1 ? "the model takes no other" : "any"));
        lines.add(noted("workloads: [latency]", gpu ? "or throughput" : "one query at a time"));
        lines.addAll(tolerances);
        return String.join("\n", lines) + "\n";
    }

    private List<String> engines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                gpu
                        ? "  - tensorrt-onnx"
                        : noted("  # - tensorrt-onnx", "where a GPU and its libraries are"));
        lines.add(noted("  - onnxruntime-cpu", "options: threads; default: every core"));
        lines.add(
                torchscript.isPresent()
                        ? "  - pytorch"
                        : noted("  # - pytorch", "needs torchscript above"));
        return lines;
    }

    /// Written as a comment: only the owner of the network knows what it was trained on.
    private Optional<String> reach() {
        TensorData first = inputs.getFirst();
        if (!first.spec().elementType().isFloatingPoint()) {
            return Optional.empty();
        }
        DoubleSummaryStatistics values = first.summary();
        return Optional.of(
                noted(
                        "    # range: [0, 1]",
                        String.format(
                                Locale.ROOT,
                                "of the network; these rows: %.3g to %.3g",
                                values.getMin(),
                                values.getMax())));
    }

    private static String specs(Stream<TensorSpec> specs) {
        return specs.map(it -> "%s %s %s".formatted(it.name(), it.elementType(), it.shape()))
                .map(it -> it.replace('\n', ' '))
                .collect(Collectors.joining(", "));
    }

    private static String noted(String line, String note) {
        return "%s%s  # %s"
                .formatted(line, " ".repeat(Math.max(0, COMMENT_COLUMN - 2 - line.length())), note);
    }

    /// A path can hold anything, and YAML gives meaning to much of it.
    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9._/-]+") ? text : inQuotes(text);
    }

    private static String inQuotes(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
