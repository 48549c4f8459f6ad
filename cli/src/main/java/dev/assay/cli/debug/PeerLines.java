package dev.assay.cli.debug;

import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.onnx.graph.ModelSignature;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The lines with which other programs do what a case does, for people who have those.
///
/// @param commands of a shell
/// @param loader a script with which Polygraphy reads the inputs, where there are some
record PeerLines(List<String> commands, Optional<String> loader) {
    /// Settings that trtexec has under the same names, with a value.
    private static final List<String> VALUES =
            List.of(
                    "builderOptimizationLevel",
                    "memPoolSize",
                    "avgTiming",
                    "maxAuxStreams",
                    "sparsity",
                    "tacticSources",
                    "layerPrecisions",
                    "precisionConstraints",
                    "hardwareCompatibilityLevel");

    private static final List<String> FLAGS =
            List.of(
                    "versionCompatible",
                    "directIO",
                    "useCudaGraph",
                    "useSpinWait",
                    "noDataTransfers");

    PeerLines {
        commands = List.copyOf(commands);
    }

    /// @param model the file `model.onnx` in the folder
    /// @param fed whether its inputs lie beside it
    static PeerLines of(BenchmarkCase it, ModelSignature model, boolean fed) {
        List<String> commands = new ArrayList<>();
        boolean tensorRt = it.engine().id().startsWith("tensorrt");
        if (tensorRt) {
            commands.add(trtexec(it, model, fed));
        }
        commands.add(polygraphy(it, model, fed, tensorRt));
        return new PeerLines(commands, fed ? Optional.of(loader(it, model)) : Optional.empty());
    }

    private static String trtexec(BenchmarkCase it, ModelSignature model, boolean fed) {
        List<String> words = new ArrayList<>(List.of("trtexec", "--onnx=model.onnx"));
        words.addAll(precision(it, List.of("--noTF32"), List.of()));
        Map<String, String> options = it.engine().options();
        VALUES.stream()
                .filter(options::containsKey)
                .forEach(name -> words.add(quoted("--%s=%s".formatted(name, options.get(name)))));
        FLAGS.stream()
                .filter(name -> "true".equals(options.get(name)))
                .forEach(name -> words.add("--" + name));
        plugins(it).forEach(library -> words.add(quoted("--dynamicPlugins=" + library)));
        if (model.inputs().stream().anyMatch(input -> input.shape().isDynamic())) {
            words.add(
                    quoted(
                            "--shapes="
                                    + model.inputs().stream()
                                            .map(input ->
                                                    input.name()
                                                            + ":"
                                                            + extents(it, input).stream()
                                                                    .map(String::valueOf)
                                                                    .collect(
                                                                            Collectors.joining(
                                                                                    "x")))
                                            .collect(Collectors.joining(","))));
        }
        if (fed) {
            words.add(
                    quoted(
                            "--loadInputs="
                                    + model.inputs().stream()
                                            .map(input ->
                                                    input.name()
                                                            + ":"
                                                            + ReproFolder.rawName(input.name()))
                                            .collect(Collectors.joining(","))));
        }
        return String.join(" ", words);
    }

    private static String polygraphy(
            BenchmarkCase it, ModelSignature model, boolean fed, boolean tensorRt) {
        List<String> words = new ArrayList<>(List.of("polygraphy", "run", "model.onnx"));
        if (tensorRt) {
            words.add("--trt");
            words.addAll(precision(it, List.of(), List.of("--tf32")));
            plugins(it).forEach(library -> words.addAll(List.of("--plugins", quoted(library))));
            Optional.ofNullable(it.engine().options().get("builderOptimizationLevel"))
                    .ifPresent(
                            level -> words.addAll(List.of("--builder-optimization-level", level)));
            if (model.inputs().stream().anyMatch(input -> input.shape().isDynamic())) {
                for (String end : List.of("min", "opt", "max")) {
                    words.add("--trt-" + end + "-shapes");
                    model.inputs()
                            .forEach(input ->
                                    words.add(
                                            quoted(
                                                    "%s:%s"
                                                            .formatted(
                                                                    input.name(),
                                                                    extents(it, input)))));
                }
            }
        }
        words.add("--onnxrt");
        if (fed) {
            words.addAll(List.of("--data-loader-script", "data_loader.py"));
        }
        return String.join(" ", words);
    }

    private static List<String> precision(BenchmarkCase it, List<String> fp32, List<String> tf32) {
        if (it.engine().stronglyTyped()) {
            return List.of(tf32.isEmpty() ? "--stronglyTyped" : "--strongly-typed");
        }
        return switch (it.precision()) {
            case FP32 -> fp32;
            case TF32 -> tf32;
            case FP16 -> List.of("--fp16");
            case BF16 -> List.of("--bf16");
            case INT8 -> List.of("--int8", "--fp16");
            case FP8 -> List.of("--fp8", "--fp16");
        };
    }

    private static List<String> plugins(BenchmarkCase it) {
        String libraries = it.engine().options().getOrDefault("plugins", "");
        return libraries.isEmpty() ? List.of() : List.of(libraries.split(","));
    }

    /// The batch and shape of the case where the model leaves them open.
    private static List<Long> extents(BenchmarkCase it, TensorSpec input) {
        Shape shape = it.shape().withBatch(it.batch());
        List<Long> extents = new ArrayList<>(input.shape().dims());
        for (int i = 0; i < extents.size(); i++) {
            if (extents.get(i) == Shape.DYNAMIC) {
                boolean known = i == 0 || extents.size() == shape.rank();
                extents.set(i, known ? shape.dim(i) : 1L);
            }
        }
        return extents;
    }

    private static String loader(BenchmarkCase it, ModelSignature model) {
        String arrays =
                model.inputs().stream()
                        .map(input ->
                                "        %s: np.fromfile(%s, dtype=np.%s).reshape(%s),%n"
                                        .formatted(
                                                python(input.name()),
                                                python(ReproFolder.rawName(input.name())),
                                                input.elementType().name().toLowerCase(Locale.ROOT),
                                                extents(it, input)))
                        .collect(Collectors.joining());
        return """
        import numpy as np


        def load_data():
            yield {
        %s    }
        """
                .formatted(arrays);
    }

    private static String python(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// As a shell reads it.
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@+-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
