package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.process.ChildProcess;
import dev.assay.core.suite.PythonInterpreter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The doctor's line on the Python that PyTorch engines would use unless a suite names another.
///
/// It asks what is installed and imports nothing: importing PyTorch takes seconds.
final class PythonCheck {
    private static final ChildProcess.Limits LIMITS =
            new ChildProcess.Limits(Duration.ofSeconds(20), Long.MAX_VALUE);
    private static final String QUESTION =
            """
            import platform, sys
            from importlib import metadata
            try:
                found = "PyTorch " + metadata.version("torch")
            except metadata.PackageNotFoundError:
                found = "no PyTorch"
            print("%s, Python %s, %s" % (sys.executable, platform.python_version(), found))
            """;

    private PythonCheck() {}

    /// @param variables of this process
    /// @param folder for the answer
    static String sentence(Map<String, String> variables, Path folder) {
        String python = PythonInterpreter.of(Optional.empty(), variables);
        String answer;
        try {
            ChildProcess.Ended ended =
                    ChildProcess.run(
                            List.of(python, "-c", QUESTION),
                            Map.of(),
                            folder.resolve("python.txt"),
                            LIMITS);
            if (ended.killed().isEmpty() && ended.exitCode() == 0) {
                answer = ended.tail().lines().reduce("", (_, last) -> last);
                return answer.endsWith("no PyTorch")
                        ? answer
                                + ": pytorch-python and pytorch-compile want one, named by ASSAY_PYTHON"
                        : answer + ", for pytorch-python and pytorch-compile";
            }
            answer = ended.killed().orElseGet(() -> "exit code " + ended.exitCode());
        } catch (AssayException e) {
            answer = String.valueOf(e.getMessage());
        }
        return "'%s' does not answer (%s): pytorch-python and pytorch-compile want a Python with PyTorch, named by ASSAY_PYTHON"
                .formatted(python, answer);
    }
}
