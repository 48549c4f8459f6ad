package dev.assay.core.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Suite files beside the (empty) files that they name.
public final class SuiteFiles {
    /// As little as a suite can say.
    public static final String SMALLEST =
            """
            schema: assay.suite/1
            name: smoke
            models:
              - id: mst
                onnx: model.onnx
                inputs: inputs.safetensors
                shapes: [3x96x90]
            engines: [onnxruntime-cpu]
            """;

    /// Everything that a suite can say, nothing as by default.
    public static final String LARGEST =
            """
            schema: assay.suite/1
            name: full-1.0_x
            models:
              - id: mst
                onnx: model.onnx
                torchscript: model.pt
                inputs: inputs.safetensors
                references: outputs.safetensors
                shapes: [3x96x90, 3x32x32]
                task: { kind: image }
                tolerances:
                  FP16: { relL2: 2e-3 }
            engines:
              - pytorch
              - id: onnxruntime-cpu
                options: { threads: 2, graph-optimization: basic }
            precisions: [FP32, fp16]
            batches: [1, 4]
            workloads: [latency]
            tolerances:
              FP32: { relL2: 5e-6, maxAbs: 0.5 }
            only: ["mst/**"]
            exclude: ["*/b4/*"]
            """;

    private SuiteFiles() {}

    public static Path write(Path folder, String yaml) throws IOException {
        for (String name :
                List.of("model.onnx", "model.pt", "inputs.safetensors", "outputs.safetensors")) {
            Files.write(folder.resolve(name), new byte[0]);
        }
        return Files.writeString(folder.resolve("suite.yml"), yaml);
    }

    public static Suite read(Path folder, String yaml) throws IOException {
        return new SuiteReader(EngineCatalog.standard()).read(write(folder, yaml));
    }
}
