package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.verdict.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The network that TensorRT would get, computed by ONNX Runtime on the CPU.
class CheckLayersCommandTest {
    private static final Path DATA = Path.of("../reference-data").toAbsolutePath().normalize();
    private static final Path SAMPLES =
            Path.of("../engines/api/src/test/resources/mst-layers.safetensors").toAbsolutePath();

    @TempDir Path folder;
    private Assay assay;

    @BeforeEach
    void prepare() {
        assay = new Assay(folder);
    }

    @Test
    void comparesEveryLayerWithPyTorchAndNamesTheFirstBeyondTheLimit() throws Exception {
        suite("tensorrt-api");

        Assay.Result right = check("--layers", SAMPLES.toString());
        Assay.Result tight =
                check("--match", "conv_*", "--limit", "1e-30", "--layers", SAMPLES.toString());

        assertThat(right.exitCode()).as(right.output()).isEqualTo(Exit.CLEAN);
        assertThat(right.output())
                .contains("against mst-layers.safetensors")
                .contains("254 layers agree, relL2 is at most");
        assertThat(tight.exitCode()).as(tight.output()).isEqualTo(Exit.REGRESSION);
        assertThat(tight.output())
                .contains("the first layer that is wrong is conv_")
                .contains("where 1.00e-30 is allowed");
    }

    @Test
    void refusesASuiteWithoutAnEngineThatShowsItsLayers() throws Exception {
        suite("onnxruntime-cpu");

        Assay.Result result = check();

        assertThat(result.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(result.output()).contains("only those of TensorRT engines can");
    }

    private Assay.Result check(String... more) throws Exception {
        String[] arguments = new String[4 + more.length];
        arguments[0] = "check-layers";
        arguments[1] = "--suite";
        arguments[2] = "suite.yml";
        arguments[3] = "--cpu";
        System.arraycopy(more, 0, arguments, 4, more.length);
        return assay.run(arguments);
    }

    private void suite(String engine) throws IOException {
        Files.writeString(
                folder.resolve("suite.yml"),
                """
                schema: assay.suite/1
                name: layers
                models:
                  - id: mst-plus-plus
                    onnx: %1$s/models/mst-plus-plus/fp32.onnx
                    inputs: %1$s/inputs/mst-plus-plus/44x36.safetensors
                    references: %1$s/outputs/mst-plus-plus/fp32-44x36.safetensors
                    shapes: [3x44x36]
                    task: { kind: image }
                    tolerances: { FP32: { relL2: 1e-5 } }
                engines: [%2$s]
                precisions: [FP32]
                batches: [1]
                workloads: [latency]
                """
                        .formatted(DATA, engine));
    }
}
