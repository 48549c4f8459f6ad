package dev.assay.engines.python;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/// Scripts that stand for an interpreter and do what a broken worker might.
final class FakePython {
    private static final String HELLO =
            "echo '{\"assay\":\"python-worker\",\"protocol\":1,\"python\":\"3.11.0\"}'\n";

    private FakePython() {}

    /// @param body shell commands; `$1` is the folder of the worker's sources
    static String script(Path folder, String body) {
        try {
            Path file = Files.createTempFile(folder, "python", ".sh");
            Files.writeString(file, "#!/bin/sh\n" + body + "\n");
            Files.setPosixFilePermissions(
                    file,
                    Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE));
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A worker that says hello as it should.
    static String afterHello(Path folder, String body) {
        return script(folder, HELLO + body);
    }

    /// A worker that answers requests in turn, each with the fields of a JSON object, and then goes
    /// on as told.
    static String answering(Path folder, String rest, String... answers) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < answers.length; i++) {
            body.append("read -r line\necho '{\"id\":%d,%s}'\n".formatted(i + 1, answers[i]));
        }
        return afterHello(folder, body + rest);
    }

    /// A real Python whose PyTorch is this source text.
    static String withTorch(Path folder, String source) throws IOException {
        Path torch = Files.createDirectories(folder.resolve("packages/torch"));
        Files.writeString(torch.resolve("__init__.py"), source);
        return script(folder, "PYTHONPATH='%s' exec python3 \"$@\"".formatted(torch.getParent()));
    }
}
