package dev.assay.cli.inside;

import dev.assay.core.process.JavaLauncher;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A shell script that runs a prepared process under a profiler of NVIDIA's.
///
/// @param tool that looks
/// @param result file that it writes, without its extension
/// @param prepared the process
public record CaptureScript(Tool tool, Path result, JavaLauncher.Prepared prepared) {
    /// Nsight's profilers, told to wait for the capture range.
    public enum Tool {
        NSYS(
                List.of(
                        "nsys",
                        "profile",
                        "--capture-range=cudaProfilerApi",
                        "--capture-range-end=stop",
                        "--trace=cuda,nvtx,osrt",
                        "--cuda-graph-trace=node",
                        "--force-overwrite=true"),
                "--output="),
        NCU(
                List.of(
                        "ncu",
                        "--profile-from-start=off",
                        "--set=full",
                        "--graph-profiling=node",
                        "--target-processes=all",
                        "--force-overwrite"),
                "--export=");

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<String> command;

        private final String output;

        Tool(List<String> command, String output) {
            this.command = command;
            this.output = output;
        }
    }

    /// The profiler's command line, without the variables.
    public String commandLine() {
        return String.join(" ", tool.command)
                + " "
                + quoted(tool.output + result)
                + " "
                + prepared.command().stream()
                        .map(CaptureScript::quoted)
                        .collect(Collectors.joining(" "));
    }

    /// The script; its arguments go to the profiler's command line, before the process.
    public String text() {
        Map<String, String> variables = new TreeMap<>(prepared.environment());
        String exports =
                variables.entrySet().stream()
                        .map(it -> "export %s=%s%n".formatted(it.getKey(), quoted(it.getValue())))
                        .collect(Collectors.joining());
        return """
        #!/bin/sh
        # Made by `assay profile`: more options of the profiler can follow the script's name.
        %sexec %s \\
            %s "$@" \\
            %s
        """
                .formatted(
                        exports,
                        String.join(" ", tool.command),
                        quoted(tool.output + result),
                        prepared.command().stream()
                                .map(CaptureScript::quoted)
                                .collect(Collectors.joining(" ")));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=,@%+-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
