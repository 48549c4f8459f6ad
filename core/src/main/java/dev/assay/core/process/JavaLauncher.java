package dev.assay.core.process;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The parent's side of a {@link Worker}: starts a JVM for one job.
///
/// @param classPath of the child
/// @param jvmArguments of the child
/// @param environment variables added to this process's own
/// @param folder of the child alone: emptied before it starts, deleted when all went well
/// @param death what it means for a job when its process dies or is killed
/// @param limits beyond which the child and all it started are killed
public record JavaLauncher(
        String classPath,
        List<String> jvmArguments,
        Map<String, String> environment,
        Path folder,
        ErrorKind death,
        ChildProcess.Limits limits) {

    /// Exit codes of a child that was stopped together with this process: SIGINT and SIGTERM.
    private static final Set<Integer> INTERRUPTED = Set.of(130, 143);

    public JavaLauncher {
        jvmArguments = List.copyOf(jvmArguments);
        environment = Map.copyOf(environment);
    }

    /// Runs `mainClass` on the job and reads its answer.
    public <T> Reply<T> run(Class<?> mainClass, Object job, Class<T> answerType) {
        Path jobFile = folder.resolve("job.json");
        Path answerFile = folder.resolve("answer.json");
        // What an earlier attempt left must not be taken for this one's.
        WorkFolder.delete(folder);
        AtomicFile.write(jobFile, Json.indented().writeValueAsString(job));
        List<String> command = command(mainClass, jobFile, answerFile);
        Map<String, String> variables = new HashMap<>(environment);
        variables.put(ParentWatch.PARENT_PID, Long.toString(ProcessHandle.current().pid()));
        ChildProcess.Ended ended =
                ChildProcess.run(command, variables, folder.resolve("output.txt"), limits);
        if (ended.killed().isPresent()) {
            return new Reply.Broken<>(death, ended.killed().get());
        }
        if (!Files.exists(answerFile)) {
            WorkFolder.requireSpace(folder);
            if (INTERRUPTED.contains(ended.exitCode())) {
                throw new AssayException(ErrorKind.ENVIRONMENT, "interrupted");
            }
            return new Reply.Broken<>(
                    death,
                    CrashReport.read(folder)
                                    .orElseGet(() ->
                                            "process ended with exit code " + ended.exitCode())
                            + "; its output is in "
                            + ended.output());
        }
        Reply<T> reply = answer(answerFile, answerType);
        if (reply instanceof Reply.Done<T>) {
            // What a child left is worth keeping only where something went wrong.
            WorkFolder.delete(folder);
        }
        return reply;
    }

    /// A process for a user to start.
    ///
    /// @param environment variables that it needs besides the user's own
    public record Prepared(List<String> command, Map<String, String> environment) {
        public Prepared {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }
    }

    /// Writes the job and says how its process is started. Nothing runs.
    public Prepared prepare(Class<?> mainClass, Object job) {
        Path jobFile = folder.resolve("job.json");
        AtomicFile.write(jobFile, Json.indented().writeValueAsString(job));
        return new Prepared(
                command(mainClass, jobFile, folder.resolve("answer.json")), environment);
    }

    private List<String> command(Class<?> mainClass, Path jobFile, Path answerFile) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments);
        command.add("-XX:ErrorFile=" + CrashReport.file(folder));
        command.addAll(List.of("-cp", classPath, mainClass.getName()));
        command.add(jobFile.toString());
        command.add(answerFile.toString());
        return command;
    }

    private static <T> Reply<T> answer(Path file, Class<T> type) {
        try {
            JsonNode node = Json.compact().readTree(Files.readString(file));
            if (node.has(Worker.ERROR)) {
                WorkFolder.requireSpace(file);
                return new Reply.Broken<>(
                        ErrorKind.valueOf(node.path(Worker.ERROR).asString()),
                        node.path(Worker.REASON).asString());
            }
            return new Reply.Done<>(Json.compact().treeToValue(node.path(Worker.VALUE), type));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            return new Reply.Broken<>(ErrorKind.INTERNAL, file + " is damaged: " + e.getMessage());
        }
    }
}
