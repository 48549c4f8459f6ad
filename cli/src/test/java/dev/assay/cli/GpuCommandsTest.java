package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.trace.QueryTrace;
import dev.assay.core.trace.TrtexecProfile;
import dev.assay.core.trace.TrtexecTimes;
import dev.assay.core.verdict.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the commands about GPUs do on a machine without one.
class GpuCommandsTest {
    @TempDir Path folder;

    private Assay assay;

    @BeforeEach
    void prepare() {
        assay = new Assay(folder);
    }

    @Test
    void sumsUpTimesThatWereExported() throws Exception {
        TrtexecTimes.write(folder.resolve("times.json"), List.of(trace(0), trace(1), trace(2)));

        Assay.Result result = assay.run("times", "times.json");

        // Three queries of 2 ms compute between 0.5 ms copies; the last ends after 2.003 s.
        assertThat(result.exitCode()).isEqualTo(Exit.CLEAN);
        assertThat(result.output())
                .contains("times.json: 3 queries, 1.50 queries/s")
                .containsPattern("DEVICE_COMPUTE +2.0000 +2.0000 +2.0000 +2.0000 +2.0000")
                .containsPattern("WITH_TRANSFERS +3.0000");
    }

    @Test
    void showsTheLayersOfAProfile() throws Exception {
        TrtexecProfile.of(
                        2,
                        List.of(
                                new TrtexecProfile.LayerTimes("small", List.of(1f, 1f)),
                                new TrtexecProfile.LayerTimes("large", List.of(3f, 3f))))
                .write(folder.resolve("profile.json"));

        assertThat(assay.run("times", "profile.json").output())
                .contains("profile.json: 2 layers, 2 queries")
                .containsSubsequence("75.0 %", "large", "25.0 %", "small");
    }

    @Test
    void refusesATensorRtThatItHasNoBindingsOf() throws Exception {
        Files.createFile(folder.resolve("libnvinfer.so.10.3.0"));

        Assay.Result result = assay.run("doctor", "--tensorrt", ".");

        assertThat(result.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(result.output())
                .contains("--tensorrt: ")
                .contains("holds TensorRT 10.3.0; Assay calls 10.6 and newer of TensorRT 10");
    }

    @Test
    void refusesATimesFileThatIsNone() throws Exception {
        Files.writeString(folder.resolve("times.json"), "{}");

        Assay.Result result = assay.run("times", "times.json");

        assertThat(result.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(result.output()).contains("times.json");
    }

    @Test
    void saysWhatAPlansHeaderSays() throws Exception {
        Files.write(folder.resolve("no.plan"), new byte[300]);

        assertThat(assay.run("doctor", "--plan", "no.plan").output())
                .contains("the plan's header is not readable");
        assertThat(assay.run("doctor", "--plan", "missing.plan").exitCode()).isEqualTo(Exit.USAGE);
    }

    @Test
    void saysThatAnEngineIsNotInstalledAndGoesOn() throws Exception {
        Path replayed = new ReplaySuite(folder).suite("", "[1]");
        Files.writeString(
                folder.resolve("gpu.yml"),
                Files.readString(replayed)
                        .replace("{ id: replay, options: { delay-us: 2000 } }", "tensorrt-onnx"));

        Assay.Result result = assay.run("prepare", "--suite", "gpu.yml");

        assertThat(result.exitCode()).isEqualTo(Exit.CASES_FAILED);
        assertThat(result.output()).contains("FAILED  tensorrt-onnx");
    }

    private static QueryTrace trace(int second) {
        return new QueryTrace(
                second,
                1e-5,
                second,
                0.5e-3,
                second + 0.5e-3,
                2e-3,
                second + 2.5e-3,
                0.5e-3,
                second,
                second + 3e-3);
    }
}
