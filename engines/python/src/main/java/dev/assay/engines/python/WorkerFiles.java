package dev.assay.engines.python;

import dev.assay.core.AssayException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The worker's Python sources, unpacked from the jar into a folder of their own.
final class WorkerFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerFiles.class);
    private static final List<String> SOURCES =
            List.of(
                    "__main__.py",
                    "assay_worker/__init__.py",
                    "assay_worker/channel.py",
                    "assay_worker/failures.py",
                    "assay_worker/network.py",
                    "assay_worker/pipeline.py",
                    "assay_worker/query.py",
                    "assay_worker/runtime.py",
                    "assay_worker/server.py",
                    "assay_worker/tensors.py");

    private final Path folder;

    private WorkerFiles(Path folder) {
        this.folder = folder;
    }

    static WorkerFiles unpack() {
        try {
            Path folder = Files.createTempDirectory("assay-python-");
            for (String source : SOURCES) {
                Path file = folder.resolve(source);
                Files.createDirectories(file.getParent());
                try (InputStream in = WorkerFiles.class.getResourceAsStream("worker/" + source)) {
                    Files.write(file, Objects.requireNonNull(in, source).readAllBytes());
                }
            }
            return new WorkerFiles(folder);
        } catch (IOException e) {
            throw AssayException.environment("Cannot unpack the Python worker: " + e, e);
        }
    }

    /// What an interpreter is given to run.
    Path folder() {
        return folder;
    }

    @Override
    public void close() {
        if (!Files.exists(folder)) {
            // The worker has cleared up behind itself.
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.warn("Cannot delete {}: {}", folder, e.toString());
        }
    }
}
