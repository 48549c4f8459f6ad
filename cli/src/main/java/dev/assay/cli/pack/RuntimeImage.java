package dev.assay.cli.pack;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.reports.paint.HouseTheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// A Java runtime for hosts that have none, linked from the JDK that runs.
public final class RuntimeImage {
    /// All of Java SE, and what JMH, Jackson and JavaCPP look for beyond it.
    private static final List<String> MODULES =
            List.of(
                    "java.se",
                    "jdk.attach",
                    "jdk.jfr",
                    "jdk.management",
                    "jdk.unsupported",
                    "jdk.zipfs");

    /// The JDK asks fontconfig for fonts. On a host without it, no chart could be drawn, not even
    /// with a font of one's own, if this file did not name one.
    private static final String FONT_CONFIGURATION =
            """
            version=1
            sequence.allfonts=latin-1
            allfonts.latin-1=Inter
            filename.Inter=$JRE_LIB_FONTS/Inter-Regular.otf
            """;

    private static final String FONT = "lib/fonts/Inter-Regular.otf";

    private RuntimeImage() {}

    /// Links a runtime into a folder that does not exist yet. A runtime that was linked here, as of
    /// a release, cannot link and is copied.
    ///
    /// @throws AssayException if this JVM is no JDK, or its linker fails
    public static void link(Path folder) {
        Path running = Path.of(System.getProperty("java.home"));
        Optional<ToolProvider> linker = ToolProvider.findFirst("jlink");
        if (linker.isEmpty() && Files.exists(running.resolve(FONT))) {
            copy(running, folder);
            return;
        }
        ToolProvider jlink =
                linker.orElseThrow(() ->
                        environment(
                                "The Java at %s has no jlink: run Assay with a whole JDK (JAVA_HOME), for example Eclipse Temurin"
                                        .formatted(System.getProperty("java.home"))));
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        int exitCode =
                jlink.run(
                        writer,
                        writer,
                        "--add-modules",
                        String.join(",", MODULES),
                        "--no-header-files",
                        "--no-man-pages",
                        "--strip-java-debug-attributes",
                        // A run starts some eighty JVMs, each a third of a second sooner with it.
                        "--generate-cds-archive",
                        "--output",
                        folder.toString());
        if (exitCode != 0) {
            throw environment(
                    "jlink of %s failed: %s"
                            .formatted(System.getProperty("java.home"), said.toString().strip()));
        }
        addFont(folder.resolve("lib"));
    }

    /// The files of a linked runtime, below `jre/`.
    static List<KitFile> files(Path folder) {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile)
                    .sorted()
                    .map(file ->
                            KitFile.of("jre/" + KitContents.slashes(folder.relativize(file)), file))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Links between legal notices become the files that they name, as in an archive.
    static void copy(Path runtime, Path folder) {
        try (Stream<Path> found = Files.walk(runtime)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(runtime.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw AssayException.environment(
                    "Cannot copy %s to %s: %s".formatted(runtime, folder, e), e);
        }
    }

    private static void addFont(Path lib) {
        try (InputStream font = HouseTheme.openFont()) {
            Files.createDirectories(lib.resolve("fonts"));
            Files.copy(font, lib.resolve("fonts").resolve("Inter-Regular.otf"));
            Files.writeString(lib.resolve("fontconfig.properties"), FONT_CONFIGURATION);
        } catch (IOException e) {
            throw AssayException.environment("Cannot write to " + lib + ": " + e.getMessage(), e);
        }
    }

    private static AssayException environment(String message) {
        return new AssayException(ErrorKind.ENVIRONMENT, message);
    }
}
