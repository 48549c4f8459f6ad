package dev.assay.onnx.quantize;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.onnx.graph.ModelHash;
import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.graph.Opset;
import dev.assay.onnx.proto.Onnx.ModelProto;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// An FP32 model whose activations' ranges are looked for.
public final class CalibrationModel {
    private final ModelProto model;
    private final Path file;
    private final Scheme scheme;
    private final Quantisable chosen;

    private CalibrationModel(ModelProto model, Path file, Scheme scheme) {
        this.model = model;
        this.file = file;
        this.scheme = scheme;
        this.chosen = Quantisable.of(model.getGraph()).chosenBy(scheme);
    }

    /// @throws AssayException of kind `DATA` if the file is no model, `ENGINE_BUILD` if the scheme
    ///   finds nothing in it or cannot be applied to it
    public static CalibrationModel read(Path file, Scheme scheme) {
        CalibrationModel read = new CalibrationModel(OnnxFile.read(file), file, scheme);
        if (read.chosen.nodes().isEmpty()) {
            throw new AssayException(
                    ErrorKind.ENGINE_BUILD,
                    "%s has no convolution or matrix product with FP32 weights that %s is for"
                            .formatted(file, scheme));
        }
        boolean quantised =
                read.model.getGraph().getNodeList().stream()
                        .anyMatch(node -> node.getOpType().equals("QuantizeLinear"));
        if (quantised) {
            throw new AssayException(
                    ErrorKind.ENGINE_BUILD, file + " is quantised already: give the FP32 model");
        }
        // Raising is tried now: not after minutes of calibration.
        Opset.raised(read.model, scheme.opset());
        return read;
    }

    /// The tensors whose ranges are needed.
    public List<String> activations() {
        return chosen.activations();
    }

    /// Writes a model that computes nothing but what a probe says of some activations.
    ///
    /// @return the outputs' names by activation
    public Map<String, String> writeProbed(Path out, List<String> activations, Probe probe) {
        return ProbedModel.write(model, out, activations, probe);
    }

    /// What the ranges make of the model. Nodes whose activation was 0 in every row stay in FP32:
    /// no scale describes that.
    ///
    /// @param ranges by activation
    /// @param madeBy what computed the activations
    public QuantizationFile file(
            RangeRule rule,
            Map<String, Double> ranges,
            QuantizationFile.Calibration calibration,
            String madeBy) {
        Map<String, Double> used = new TreeMap<>(ranges);
        used.values().removeIf(range -> range == 0);
        Set<String> usable = new HashSet<>();
        chosen.layers().stream()
                .filter(it -> used.containsKey(it.node().getInput(0)))
                .forEach(it -> usable.add(it.node().getOutput(0)));
        chosen.shortcuts().stream()
                .filter(it -> used.containsKey(it.node().getInput(1)))
                .forEach(it -> usable.add(it.node().getOutput(0)));
        return new QuantizationFile(
                QuantizationFile.SCHEMA,
                scheme,
                rule,
                QuantizationFile.weightRule(scheme),
                new QuantizationFile.Model(String.valueOf(file.getFileName()), ModelHash.of(file)),
                calibration,
                chosen.nodes().stream().filter(usable::contains).toList(),
                used,
                madeBy);
    }

    /// How many nodes of each operator a file quantises.
    public Map<String, Integer> operators(QuantizationFile made) {
        Map<String, Integer> counts = new TreeMap<>();
        Quantisable named = chosen.named(new HashSet<>(made.nodes()));
        named.layers().forEach(it -> counts.merge(it.node().getOpType(), 1, Integer::sum));
        named.shortcuts().forEach(it -> counts.merge(it.node().getOpType(), 1, Integer::sum));
        return counts;
    }
}
