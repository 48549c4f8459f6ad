package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Suite;
import dev.assay.core.suite.SuiteReader;
import dev.assay.core.verdict.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `assay quick` as a user types it, on ONNX Runtime: a network that pads `x` F32 [N, 2, H, W].
class QuickCommandTest {
    private static final Path MODEL =
            Path.of("../engines/api/src/test/resources/reflect-pad-dynamic.onnx");

    @TempDir Path folder;

    private Assay assay;

    @BeforeEach
    void copyTheModel() throws IOException {
        Files.copy(MODEL, folder.resolve("Pad net.onnx"));
        assay = new Assay(folder);
    }

    @Test
    void measuresAModelThatNoSuiteKnowsAndKeepsTheSuite() throws Exception {
        Assay.Result result =
                assay.run(
                        "quick",
                        "Pad net.onnx",
                        "--shapes=x:3x2x8x8",
                        "--duration=0.2",
                        "--warmUp=50",
                        "--useSpinWait",
                        "--directIO",
                        "--suite",
                        "kept.yml");

        // Whether so short a run was steady depends on what else the machine does.
        assertThat(result.exitCode()).as(result.output()).isNotIn(Exit.USAGE, Exit.INTERNAL);
        assertThat(result.output())
                .contains("inputs      RANDOM: uniform in [-1, 1], seed 1, 6 rows.")
                .contains("reference   ONNX Runtime 1.20.0 on the CPU in FP32")
                .contains("onnxruntime-cpu has no directIO: left out")
                .containsPattern("evidence +(VALID|INVALID)")
                .containsPattern("SQNR, dB +exact")
                .containsPattern("relL2 +0");
        Suite suite = new SuiteReader(EngineCatalog.standard()).read(folder.resolve("kept.yml"));
        assertThat(suite.models().getFirst().references().orElseThrow())
                .isEqualTo(folder.toRealPath().resolve("kept-data/references.safetensors"));
        Assay.Result run = assay.run("run", "--suite", "kept.yml", "--dry-run");
        assertThat(run.exitCode()).as(run.output()).isEqualTo(Exit.CLEAN);
        assertThat(run.output()).contains("pad-net/onnxruntime-cpu/fp32/b3/2x8x8/base/latency");
    }

    @Test
    void refusesBeforeAnythingRuns() throws Exception {
        refused("There is no option --fp61: is it --fp16?", "Pad net.onnx", "--fp61");
        refused("has free extents that have no usual value", "Pad net.onnx");
        refused("which model?");
        refused("--loadEngine: there is no file", "--loadEngine=none.plan");
        refused("only tensorrt-onnx runs plans", "--loadEngine=a.plan", "--engine=onnxruntime-cpu");
        refused("there is no file", "Pad net.onnx", "--ref", "none.npz");
        refused(" is a folder: name the .onnx file", ".");
        String shapes = "--shapes=x:3x2x8x8";
        refused("has no FP16: nothing would be measured", "Pad net.onnx", "--fp16", shapes);
        refused("onnxruntime-cpu makes no plan", "Pad net.onnx", shapes, "--saveEngine=a.plan");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    private void refused(String message, String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "quick";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Assay.Result result = assay.run(all);
        assertThat(result.exitCode()).as(result.output()).isEqualTo(Exit.USAGE);
        assertThat(result.output()).contains(message);
    }
}
