package dev.assay.engines;

import dev.assay.core.format.Sha256;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// JVM arguments of every process that loads an engine.
public final class EngineJvm {
    /// System property: folder where an engine may unpack native libraries, once for all runs.
    public static final String NATIVES = "assay.natives";

    /// For a process that only starts another and lives for a second of Java: compiling it twice
    /// would take that second's cores, touching a heap that it never fills a quarter of it.
    private static final List<String> HOST_ALONE =
            List.of("-XX:TieredStopAtLevel=1", "-XX:-AlwaysPreTouch");

    /// Writes the archive of classes at the end of the process, if there is none that is valid.
    private static final String ARCHIVING = "-XX:+AutoCreateSharedArchive";

    private EngineJvm() {}

    /// What a process of [#hosting] gives the measuring JVM that it starts: its own arguments
    /// without those for itself alone.
    public static List<String> inherited() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-XX:ErrorFile="))
                .filter(argument -> !HOST_ALONE.contains(argument) && !argument.equals(ARCHIVING))
                .toList();
    }

    /// For a process that starts a measuring JVM and waits for it. Both find their classes parsed
    /// and verified in an archive that the first such process leaves in the cache.
    ///
    /// @param cache as for [#timing]
    /// @param classPath of the process
    public static List<String> hosting(Path cache, String classPath) {
        List<String> arguments = new ArrayList<>(timing(cache));
        arguments.addAll(HOST_ALONE);
        arguments.addAll(archiving(cache, classPath));
        return List.copyOf(arguments);
    }

    /// The JVM checks the archive against the jars, and writes another one where they have changed.
    private static List<String> archiving(Path cache, String classPath) {
        // The JVM archives no classes that lie in folders, as those of tests do.
        boolean jars =
                Stream.of(classPath.split(File.pathSeparator))
                        .allMatch(it -> it.endsWith(".jar") || it.endsWith("*"));
        Path folder = cache.resolve("classes");
        if (!jars || !isWritable(folder)) {
            return List.of();
        }
        return List.of(
                "-XX:SharedArchiveFile=" + folder.resolve(Sha256.of(classPath) + ".jsa"),
                ARCHIVING,
                // It would say of an archive that is missing or outdated what needs no doing.
                "-Xlog:cds=off",
                "-Xlog:cds+dynamic=off");
    }

    /// An archive that cannot be written ends its process with an error.
    private static boolean isWritable(Path folder) {
        try {
            return Files.isWritable(Files.createDirectories(folder));
        } catch (IOException e) {
            return false;
        }
    }

    /// @param cache where native libraries are unpacked, once for all runs
    public static List<String> timing(Path cache) {
        return with(
                cache,
                // A fixed, pre-touched heap and a collector without threads of its own: nothing of
                // the JVM grows or competes for cores while an engine is timed. Tensors are
                // off-heap.
                List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"));
    }

    /// For processes that compare whole tensors on the heap and time nothing.
    public static List<String> comparing(Path cache) {
        return with(cache, List.of("-XX:MaxRAMPercentage=50"));
    }

    private static List<String> with(Path cache, List<String> heap) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                // JavaCPP's default limits count the process's whole memory and
                                // throw.
                                "-Dorg.bytedeco.javacpp.maxBytes=0",
                                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                                "-Dorg.bytedeco.javacpp.cachedir=" + cache.resolve("javacpp"),
                                "-D" + NATIVES + "=" + cache.resolve("natives")));
        arguments.addAll(heap);
        return List.copyOf(arguments);
    }
}
