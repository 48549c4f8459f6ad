package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.FloatFile;
import dev.assay.core.format.Json;
import dev.assay.core.verdict.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CommandsTest {
    @TempDir Path folder;

    private Assay assay;

    @BeforeEach
    void prepare() {
        assay = new Assay(folder);
    }

    @Test
    void listsEveryMistakeOfASuiteWithItsLine() throws Exception {
        new ReplaySuite(folder);
        Files.writeString(
                folder.resolve("bad.yml"),
                """
                schema: assay.suite/1
                name: bad
                models:
                  - id: toy
                    onnx: missing.onnx
                    inputs: inputs.safetensors
                    shapes: [3x8x10]
                engines: [tensorrt-oxxn]
                precisions: [FP31]
                batches: [1, 0]
                workload: [latency]
                """);

        Assay.Result result = assay.run("run", "--suite", "bad.yml");

        assertThat(result.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(result.output())
                .contains("5 problems in bad.yml")
                .contains("bad.yml:5: onnx: there is no file")
                .contains("bad.yml:8: unknown engine 'tensorrt-oxxn'")
                .contains("bad.yml:9: unknown precision 'FP31' (did you mean 'FP32'?)")
                .contains("bad.yml:10: batch '0' must be from 1 to 65536")
                .contains(
                        "bad.yml:11: unknown key 'workload' in the suite (did you mean 'workloads'?)");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void acceptsNothingWithoutAReason() throws Exception {
        Assay.Result result = assay.run("accept", "--reason", " ");

        assertThat(result.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(result.output()).contains("--reason is empty: say why");
    }

    @Test
    void listsCasesAndWhatADryRunWouldDo() throws Exception {
        new ReplaySuite(folder).suite("", "[1, 2]");

        assertThat(assay.run("cases", "--suite", "suite.yml").output())
                .isEqualTo(
                        """
                        toy/replay/fp32/b1/3x8x10/base/latency
                        toy/replay/fp32/b2/3x8x10/base/latency
                        """);
        assertThat(assay.run("run", "--suite", "suite.yml", "--dry-run").output())
                .contains("2 cases, 2 to measure with 6 forks, 1 engines to prepare")
                .contains("estimated time");
        assertThat(
                        assay.run("ab", "--suite", "suite.yml", "--b", "slowdown=0.05", "--dry-run")
                                .output())
                .contains("a: as the suite says")
                .contains("b: slowdown=0.05")
                .contains("2 cases, 2 to measure with 12 to 52 forks, 1 engines to prepare");
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void diffWritesItsStatisticsAsJsonToStdoutAlone() throws Exception {
        FloatFile.write(folder.resolve("a.f32"), new float[] {1, 2, 4});
        FloatFile.write(folder.resolve("b.f32"), new float[] {1, 2, 3});

        Assay.Result result = assay.run("diff", "a.f32", "b.f32", "--shape", "3", "--json", "-");

        assertThat(result.exitCode()).isEqualTo(Exit.CLEAN);
        JsonNode json = Json.compact().readTree(result.output());
        assertThat(json.path("abs").path("max").asDouble()).isEqualTo(1);
        assertThat(json.path("n").asInt()).isEqualTo(3);
    }

    @Test
    void diffFailsOnlyForAToleranceThatWasGivenOrForWhatIsNotFinite() throws Exception {
        FloatFile.write(folder.resolve("a.f32"), new float[] {1, 2, 4});
        FloatFile.write(folder.resolve("b.f32"), new float[] {1, 2, 3});
        FloatFile.write(folder.resolve("nan.f32"), new float[] {1, Float.NaN, 3});

        assertThat(diff("a.f32", "--tolerance", "maxAbs=0.5").exitCode())
                .isEqualTo(Exit.REGRESSION);
        assertThat(diff("a.f32", "--tolerance", "maxAbs=1.5").exitCode()).isEqualTo(Exit.CLEAN);
        assertThat(diff("a.f32", "--atol", "0", "--rtol", "0.1").output())
                .contains("FAILED 'tensor': 1 of 3 elements are beyond 0.0 + 0.1 |b|");
        assertThat(diff("nan.f32").exitCode()).isEqualTo(Exit.REGRESSION);
        assertThat(diff("a.f32", "--tolerance", "maxAps=1").output())
                .contains("did you mean 'maxAbs'?");
    }

    @Test
    void diffSaysWhatIsWrongWithAFileAndExits64() throws Exception {
        Files.writeString(folder.resolve("a.npy"), "not numpy");
        FloatFile.write(folder.resolve("b.f32"), new float[] {1, 2, 3});

        assertThat(diff("a.npy")).extracting(Assay.Result::exitCode).isEqualTo(Exit.USAGE);
        assertThat(assay.output()).contains("a.npy is not an .npy array");
        assertThat(assay.run("diff", "b.f32", "b.f32").output()).contains("give its shape");
    }

    @Test
    void generatesTheSameScenesEveryTime() throws Exception {
        String[] arguments = {
            "generate",
            "scenes",
            "--seed",
            "2022",
            "--count",
            "1",
            "--height",
            "24",
            "--width",
            "20",
            "--out",
            "scene.safetensors"
        };
        assertThat(assay.run(arguments).exitCode()).isEqualTo(Exit.CLEAN);
        byte[] first = Files.readAllBytes(folder.resolve("scene.safetensors"));
        assay.run(arguments);

        assertThat(Files.readAllBytes(folder.resolve("scene.safetensors"))).isEqualTo(first);
    }

    @Test
    void answersAWrongCommandLineWith64() throws Exception {
        assertThat(assay.run("rum").exitCode()).isEqualTo(Exit.USAGE);
        assertThat(assay.output()).contains("run");
        assertThat(assay.run("run", "--effort", "huge").exitCode()).isEqualTo(Exit.USAGE);
        assertThat(assay.run("show", "nowhere").exitCode()).isEqualTo(Exit.USAGE);
        assertThat(assay.output()).contains("There is no run directory nowhere");
        assertThat(assay.run().exitCode()).isEqualTo(Exit.USAGE);
        assertThat(assay.run("--help").exitCode()).isEqualTo(Exit.CLEAN);
    }

    @Test
    void helpsByWordAsByOption() throws Exception {
        assay.run("run", "--help");
        String help = assay.output();
        assertThat(assay.run("help", "run").exitCode()).isEqualTo(Exit.CLEAN);
        assertThat(assay.output()).isEqualTo(help).startsWith("Usage: assay run");
        assertThat(assay.run("help", "runn").exitCode()).isEqualTo(Exit.USAGE);
        assertThat(assay.output()).contains("Unknown subcommand 'runn'");
    }

    private Assay.Result diff(String engine, String... more) throws Exception {
        String[] arguments = new String[5 + more.length];
        arguments[0] = "diff";
        arguments[1] = engine;
        arguments[2] = "b.f32";
        arguments[3] = "--shape";
        arguments[4] = "3";
        System.arraycopy(more, 0, arguments, 5, more.length);
        return assay.run(arguments);
    }
}
