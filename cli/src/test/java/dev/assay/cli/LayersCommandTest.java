package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersCommandTest {
    private static final String HALF = "Channel major FP16 format where channel % 8 == 0";
    private static final String FULL = "Row major linear FP32";

    @TempDir Path folder;

    private Assay assay;

    @BeforeEach
    void prepare() {
        assay = new Assay(folder);
    }

    @Test
    void printsWhatAnEngineRunsInAndItsLints() throws Exception {
        Assay.Result result = assay.run("layers", engine("a.json", HALF).toString());

        assertThat(result.exitCode()).isZero();
        assertThat(result.output())
                .startsWith("asked FP16: 1 of 1 computing layers run FP16, 0 reformats")
                .contains("! channels: 1 convolutions in FP16 have 31 channels");
    }

    @Test
    void comparesTwoEnginesInOneLineFirst() throws Exception {
        Assay.Result result =
                assay.run(
                        "layers",
                        engine("a.json", FULL).toString(),
                        engine("b.json", HALF).toString());

        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).startsWith("1 layer differs: 1 FP32 → FP16\n");
    }

    /// So they lie in the cache of plans, where nothing was profiled.
    @Test
    void readsTheLayersBesideAPlansOwnRecord() throws Exception {
        Path layers = engine("key.layers.json", HALF);
        Files.writeString(folder.resolve("key.json"), "{\"schema\": 1, \"planSha256\": \"00\"}");

        Assay.Result result = assay.run("layers", layers.toString());

        assertThat(result.exitCode()).isZero();
        assertThat(result.output()).startsWith("asked FP16: 1 of 1 computing layers run FP16");
    }

    @Test
    void refusesToProfileWhatIsNoRun() throws Exception {
        Assay.Result result = assay.run("profile", folder.toString());

        assertThat(result.exitCode()).isEqualTo(64);
        assertThat(result.output()).contains("is not a run directory");
    }

    @Test
    void refusesWhatIsNoReport() throws Exception {
        Path file = folder.resolve("x.json");
        Files.writeString(file, "{}");

        assertThat(assay.run("layers", file.toString()).exitCode()).isEqualTo(64);
        assertThat(assay.run("layers", folder.resolve("none.json").toString()).output())
                .contains("There is no file");
    }

    private Path engine(String name, String format) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                """
                {"Layers": [{"Name": "c", "LayerType": "CaskConvolution",
                  "Inputs": [{"Name": "x", "Dimensions": [1, 31, 8, 8], "Format/Datatype": "%s"}],
                  "Outputs": [{"Name": "y", "Dimensions": [1, 31, 8, 8], "Format/Datatype": "%s"}],
                  "Kernel": [3, 3], "OutMaps": 31, "Groups": 1,
                  "Weights": {"Type": "Half", "Count": 8649}, "TacticName": "k"}],
                 "Bindings": ["x", "y"]}
                """
                        .formatted(format, format));
    }
}
