package dev.assay.engines;

import java.nio.file.Path;
import java.util.List;

/// JVM arguments of every process that loads an engine.
public final class EngineJvm {
    private EngineJvm() {}

    /// @param cache where JavaCPP unpacks native libraries, once for all runs
    public static List<String> arguments(Path cache) {
        return List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // A fixed, pre-touched heap and a collector without threads of its own: nothing of
                // the JVM grows or competes for cores while an engine is timed. Tensors are off-heap.
                "-Xms256m",
                "-Xmx256m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                // JavaCPP's default limits count the process's whole memory and throw.
                "-Dorg.bytedeco.javacpp.maxBytes=0",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.bytedeco.javacpp.cachedir=" + cache.resolve("javacpp"));
    }
}
