package dev.assay.engines.onnxruntime.base;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What ONNX Runtime says when it cannot load a model, and what its user can do about it.
public final class LoadFailures {
    private static final Pattern LEAD = Pattern.compile("^Error code - \\w+ - message: ");
    private static final Pattern IR =
            Pattern.compile("model IR version: (\\d+), max supported IR version: (\\d+)");
    private static final Pattern WEIGHTS = Pattern.compile("filesystem error: .*\\[(.+)]");

    private LoadFailures() {}

    /// @param message of ONNX Runtime
    public static String inWords(String message) {
        Matcher ir = IR.matcher(message);
        if (ir.find()) {
            return "it has IR version %s, ONNX Runtime reads up to %s: 'assay import' writes a copy that it reads"
                    .formatted(ir.group(1), ir.group(2));
        }
        Matcher weights = WEIGHTS.matcher(message);
        if (weights.find()) {
            return "its weights are not beside it: there is no %s, which the exporter wrote with it"
                    .formatted(weights.group(1));
        }
        return LEAD.matcher(message).replaceFirst("").strip();
    }
}
