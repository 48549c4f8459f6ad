package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One run at a time on a device, because two would disturb each other's times.
///
/// The lock is the operating system's: it goes when its process dies, however it dies. A file
/// beside it says who holds it.
final class RunLock implements AutoCloseable {
    private static final long POLL_MILLIS = 500;

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Waits until no other run holds the device.
    ///
    /// @param holder what to tell others who have to wait
    /// @param onWait told once who holds it now
    static RunLock acquire(Path locks, String device, String holder, Consumer<String> onWait) {
        Path file = locks.resolve(device + ".lock");
        Path holderFile = locks.resolve(device + ".holder");
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
            if (lock.isEmpty()) {
                onWait.accept(
                        "%s is held by %s: waiting"
                                .formatted(
                                        device,
                                        Files.exists(holderFile)
                                                ? Files.readString(holderFile).strip()
                                                : "another run"));
            }
            while (lock.isEmpty()) {
                Thread.sleep(POLL_MILLIS);
                lock = Optional.ofNullable(channel.tryLock());
            }
            Files.writeString(holderFile, holder + "\n", StandardCharsets.UTF_8);
            return new RunLock(channel);
        } catch (IOException e) {
            throw AssayException.environment("Cannot lock " + file + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssayException(ErrorKind.ENVIRONMENT, "Interrupted while waiting", e);
        }
    }

    /// @throws AssayException if a run holds any of the locks, naming it
    static void requireNone(Path locks) {
        if (!Files.isDirectory(locks)) {
            return;
        }
        try (Stream<Path> files = Files.list(locks)) {
            for (Path file : files.filter(it -> it.toString().endsWith(".lock")).toList()) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    if (channel.tryLock() == null) {
                        throw AssayException.config(
                                "%s is held by a run that measures: wait for its end"
                                        .formatted(file));
                    }
                }
            }
        } catch (IOException e) {
            throw AssayException.environment("Cannot read " + locks + ": " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw AssayException.environment("Cannot release the lock: " + e, e);
        }
    }
}
