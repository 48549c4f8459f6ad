package dev.assay.core.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// How much memory processes really hold, from `/proc`.
///
/// A limit on the address space would not do: CUDA reserves far more of it than it uses.
final class ResidentMemory {
    private static final long PAGE_BYTES = 4096;

    private ResidentMemory() {}

    /// Of a process and all its descendants; 0 where it cannot be read.
    static long of(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(it -> ofOne(it.pid()))
                .sum();
    }

    private static long ofOne(long pid) {
        try {
            // size, resident, shared, text, lib, data, dirty: in pages
            String[] fields = Files.readString(Path.of("/proc/" + pid + "/statm")).split(" ", -1);
            return Long.parseLong(fields[1]) * PAGE_BYTES;
        } catch (IOException | NumberFormatException e) {
            // It has just ended.
            return 0;
        }
    }
}
