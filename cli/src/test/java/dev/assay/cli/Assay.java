package dev.assay.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs `assay` as a user does: in a process of its own, in a folder of its own.
final class Assay {
    private final Path folder;

    Assay(Path folder) {
        this.folder = folder;
    }

    /// @param output stdout and stderr together
    record Result(int exitCode, String output) {}

    /// Waits as long as a machine needs that does other things, too; a run takes seconds.
    Result run(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        if (!process.waitFor(Duration.ofMinutes(6).toSeconds(), TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("assay did not end: " + output());
        }
        return new Result(process.exitValue(), output());
    }

    /// Starts a run without waiting for its end.
    Process start(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.awt.headless=true",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString()));
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("console.txt").toFile())
                .start();
    }

    String output() throws IOException {
        return Files.readString(folder.resolve("console.txt"));
    }
}
