package dev.assay.core.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

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
            generated:
              - { kind: clips, seed: -77, split: validation, count: 3, height: 32, width: 48,
                  scale: 4, frames: 5, into: made/../made/clips }
            models:
              - id: mst
                onnx: model.onnx
                quantization: { INT8: int8.json }
                keep-fp32: [Softmax, "head.*"]
                torchscript: model.pt
                torchscript-outputs: [logits, boxes]
                python: net.py:make
                inputs: inputs.safetensors
                references: outputs.safetensors
                range: [-1, 1]
                shapes: [3x96x90, 3x32x32]
                opt-shape: 3x32x32
                batches: [1, 4]
                made-by: { command: make-it, takes: 2 min, size: 9 MB }
                task:
                  kind: image
                  band: 15
                  targets: truth.safetensors
                  metrics:
                    - psnr: { crop: 128, clamp: [0, 1], range: 1 }
                    - ssim: { output: hr, range: 255, channel: y }
                    - mrae: { zero-targets: exclude }
                    - rmse
                tolerances:
                  FP16: { relL2: 2e-3, minPsnr: 30, maxPsnrLoss: 0.1 }
            engines:
              - pytorch
              - id: onnxruntime-cpu
                options: { threads: 2, graph-optimization: basic }
            precisions: [FP32, fp16]
            batches: [1, 4]
            workloads: [latency]
            tolerances:
              FP32: { relL2: 5e-6, maxAbs: 0.5 }
            published: outputs.safetensors
            only: ["mst/**"]
            exclude: ["*/b4/*"]
            """;

    private SuiteFiles() {}

    /// The image task of {@link #LARGEST}.
    static ImageTask scored(Path folder) {
        return new ImageTask(
                List.of(
                        new ImageMetric(
                                ImageMetricKind.PSNR,
                                Optional.empty(),
                                128,
                                Optional.of(new PixelRange(0, 1)),
                                OptionalDouble.of(1),
                                false,
                                false),
                        new ImageMetric(
                                ImageMetricKind.SSIM,
                                Optional.of("hr"),
                                0,
                                Optional.empty(),
                                OptionalDouble.of(255),
                                true,
                                false),
                        new ImageMetric(
                                ImageMetricKind.MRAE,
                                Optional.empty(),
                                0,
                                Optional.empty(),
                                OptionalDouble.empty(),
                                false,
                                true),
                        ImageMetric.of(ImageMetricKind.RMSE, OptionalDouble.empty())),
                Optional.of(folder.resolve("truth.safetensors")),
                OptionalInt.of(15));
    }

    public static Path write(Path folder, String yaml) throws IOException {
        for (String name :
                List.of(
                        "model.onnx",
                        "model.pt",
                        "net.py",
                        "int8.json",
                        "inputs.safetensors",
                        "outputs.safetensors",
                        "truth.safetensors")) {
            Files.write(folder.resolve(name), new byte[0]);
        }
        return Files.writeString(folder.resolve("suite.yml"), yaml);
    }

    public static Suite read(Path folder, String yaml) throws IOException {
        return new SuiteReader(EngineCatalog.standard()).read(write(folder, yaml));
    }
}
