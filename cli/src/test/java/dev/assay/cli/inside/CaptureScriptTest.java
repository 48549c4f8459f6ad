package dev.assay.cli.inside;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.process.JavaLauncher;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CaptureScriptTest {
    private static final JavaLauncher.Prepared PROCESS =
            new JavaLauncher.Prepared(
                    List.of("/jdk/bin/java", "-cp", "lib/*:a b", "Main", "job.json", "answer.json"),
                    Map.of("CUDA_VISIBLE_DEVICES", "GPU-1", "LD_LIBRARY_PATH", "/a b"));

    @Test
    void tellsNsightSystemsToWaitForTheRange() {
        CaptureScript script =
                new CaptureScript(CaptureScript.Tool.NSYS, Path.of("out/nsys"), PROCESS);

        assertThat(script.text())
                .startsWith("#!/bin/sh\n")
                .contains("export CUDA_VISIBLE_DEVICES=GPU-1\nexport LD_LIBRARY_PATH='/a b'\n")
                .contains(
                        "exec nsys profile --capture-range=cudaProfilerApi --capture-range-end=stop")
                .contains("--output=out/nsys \"$@\" \\\n")
                .endsWith("/jdk/bin/java -cp 'lib/*:a b' Main job.json answer.json\n");
        assertThat(script.commandLine()).contains("--output=out/nsys /jdk/bin/java -cp");
    }

    @Test
    void tellsNsightComputeToBeginWithTheRange() {
        assertThat(new CaptureScript(CaptureScript.Tool.NCU, Path.of("ncu"), PROCESS).text())
                .contains("exec ncu --profile-from-start=off")
                .contains("--export=ncu");
    }
}
