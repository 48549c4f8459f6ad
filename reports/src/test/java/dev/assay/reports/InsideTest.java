package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.kernels.Activity;
import dev.assay.core.kernels.KernelProfile;
import dev.assay.core.kernels.KernelTime;
import dev.assay.core.kernels.LayerLink;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Layers and times are made up; the forms are TensorRT's and Assay's.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InsideTest {
    private static final CaseId FP16 =
            new CaseId("mst-plus-plus/tensorrt-onnx/fp16/b4/3x512x482/base/latency");
    private static final CaseId FP32 =
            new CaseId("mst-plus-plus/tensorrt-onnx/fp32/b4/3x512x482/base/latency");
    private static final String HALF = "Channel major FP16 format where channel % 8 == 0";
    private static final String FULL = "Row major linear FP32";

    private RunDirectory run = new RunDirectory(Path.of("unset"));
    private String index = "";
    private String page = "";

    @BeforeAll
    void write(@TempDir Path folder) throws IOException {
        run = new DemoGpuRun(folder.resolve("runs/20261121-141500Z-gpu-a10d")).standard();
        profile(FP32, FULL, 30e-6, Optional.empty());
        profile(FP16, HALF, 20e-6, Optional.of("hostile <script>alert(1)</script>"));
        for (String build : List.of("", ".build2")) {
            AtomicFile.write(
                    run.root().resolve("layers/" + FP16 + build + ".json"),
                    engine(HALF)
                            .replace(
                                    build.isEmpty() ? "none" : "\"TacticName\": \"sm80_b\"",
                                    "\"TacticName\": \"sm90_b\""));
        }
        index = Files.readString(ReportWriter.write(run, run.report()));
        page =
                Files.readString(
                        run.report()
                                .resolve(
                                        "inside-mst-plus-plus.tensorrt-onnx.fp16.b4.3x512x482.base.latency.html"));
    }

    @Test
    void leadsFromTheReportToEachEngine() {
        assertThat(index)
                .contains("Inside the engines")
                .contains(
                        "href=\"inside-mst-plus-plus.tensorrt-onnx.fp16.b4.3x512x482.base.latency.html\"")
                .contains("2 layers differ: 2 FP32 → FP16 (-0.020 ms); kernels -0.020 ms together");
    }

    @Test
    void saysWhatRanInWhatAndForHowLong() {
        assertThat(page)
                .contains(
                        "asked FP16: 2 of 2 computing layers and 97.6 % of the kernels' time run FP16")
                .contains("3 launches a query")
                .contains("nothing ran for")
                .contains("CUDA graph: captured");
    }

    @Test
    void namesLintsWithWhatToDo() {
        assertThat(page)
                .contains("2 convolutions in FP16 have 31 channels")
                .contains("Make channels multiples of 8");
    }

    @Test
    void drawsTheRooflineBesideThePage() {
        assertThat(
                        run.report()
                                .resolve(
                                        "roofline-mst-plus-plus.tensorrt-onnx.fp16.b4.3x512x482.base.latency.png"))
                .exists();
        assertThat(page).contains("NVIDIA A10 FP16");
    }

    @Test
    void tellsBuildsApart() {
        assertThat(page).contains("Beside build 1, build 2: 1 layer differs: 1 other kernel in b");
    }

    @Test
    void escapesNamesOfLayersAndKernels() {
        assertThat(page).contains("hostile &lt;script").doesNotContain("<script>alert");
    }

    @Test
    void keepsGoingWithoutADamagedProfile(@TempDir Path folder) throws IOException {
        RunDirectory other = new DemoGpuRun(folder.resolve("runs/x")).standard();
        AtomicFile.write(other.root().resolve(KernelProfile.file(FP16)), "{");
        AtomicFile.write(other.root().resolve(KernelProfile.layersFile(FP16)), "{}");

        assertThat(Files.readString(ReportWriter.write(other, other.report())))
                .contains("Inside the engines", "latency.json")
                .doesNotContain("inside-mst-plus-plus");
    }

    private void profile(CaseId id, String format, double seconds, Optional<String> stranger) {
        KernelProfile profile =
                new KernelProfile(
                        KernelProfile.SCHEMA,
                        id,
                        "0".repeat(64),
                        "NVIDIA H200",
                        50,
                        "captured",
                        2 * seconds,
                        2.1 * seconds,
                        List.of(
                                kernel("sm80_first", seconds, 0),
                                kernel("sm80_second", seconds, 1),
                                kernel(stranger.orElse("someone"), 1e-6, -1)),
                        Optional.empty(),
                        List.of());
        AtomicFile.write(
                run.root().resolve(KernelProfile.file(id)),
                Json.indented().writeValueAsString(profile));
        AtomicFile.write(run.root().resolve(KernelProfile.layersFile(id)), engine(format));
    }

    private static String engine(String format) {
        return "{\"Layers\": [%s, %s], \"Bindings\": [\"x\", \"b\"]}"
                .formatted(conv("a", "x", format), conv("b", "a", format));
    }

    private static String conv(String name, String reads, String format) {
        return """
        {"Name": "%s", "LayerType": "CaskConvolution",
         "Inputs": [{"Name": "%s", "Dimensions": [4, 31, 64, 64], "Format/Datatype": "%s"}],
         "Outputs": [{"Name": "%s", "Dimensions": [4, 31, 64, 64], "Format/Datatype": "%s"}],
         "Kernel": [3, 3], "OutMaps": 31, "Groups": 1,
         "Weights": {"Type": "Half", "Count": 8649}, "TacticName": "sm80_%s", "StreamId": 0,
         "Metadata": "[ONNX Layer: %s]"}
        """
                .formatted(name, reads, format, name, format, name, name);
    }

    private static KernelTime kernel(String name, double seconds, int layer) {
        return new KernelTime(
                Activity.Kind.KERNEL,
                name,
                "1,1,1",
                "128,1,1",
                0,
                7,
                0,
                seconds,
                seconds,
                seconds,
                seconds,
                layer < 0
                        ? Optional.empty()
                        : Optional.of(new LayerLink(layer, LayerLink.By.RANGE)));
    }
}
