package dev.assay.cli.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.core.process.ChildProcess;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeImageTest {
    @TempDir Path folder;

    @Test
    void linksARuntimeThatDrawsTextWithItsOwnFont() throws IOException {
        assumeTrue(ToolProvider.findFirst("jlink").isPresent(), "this Java is no JDK");
        Path runtime = folder.resolve("runtime");

        RuntimeImage.link(runtime);

        ChildProcess.Ended ended =
                ChildProcess.run(
                        List.of(
                                runtime.resolve("bin/java").toString(),
                                "-Djava.awt.headless=true",
                                // As on a host without fontconfig, which is asked first.
                                "-Dsun.awt.fontconfig="
                                        + runtime.resolve("lib/fontconfig.properties"),
                                "-cp",
                                Path.of("target", "test-classes").toAbsolutePath().toString(),
                                DrawsText.class.getName()),
                        Map.of(),
                        folder.resolve("output.txt"),
                        new ChildProcess.Limits(Duration.ofMinutes(1), Long.MAX_VALUE));
        assertThat(ended.tail()).isEqualTo("drawn with Inter");
        assertThat(RuntimeImage.files(runtime))
                .extracting(KitFile::name)
                .contains(
                        "jre/bin/java",
                        "jre/lib/fonts/Inter-Regular.otf",
                        "jre/lib/server/classes.jsa")
                .allMatch(name -> name.startsWith("jre/"));
        assertThat(Files.exists(runtime.resolve("bin/javac"))).isFalse();
    }

    /// As a release does, whose runtime has no linker.
    @Test
    void copiesARuntimeWithItsRightsAndWithoutItsLinks() throws IOException {
        Path runtime = Files.createDirectories(folder.resolve("jre/bin"));
        Files.writeString(runtime.resolve("java"), "#!/bin/sh\n");
        assertThat(runtime.resolve("java").toFile().setExecutable(true)).isTrue();
        Files.createSymbolicLink(runtime.resolve("link"), Path.of("java"));

        RuntimeImage.copy(folder.resolve("jre"), folder.resolve("copy"));

        assertThat(folder.resolve("copy/bin/java")).isExecutable();
        assertThat(folder.resolve("copy/bin/link")).isRegularFile().hasContent("#!/bin/sh\n");
        assertThat(RuntimeImage.files(folder.resolve("copy"))).hasSize(2);
    }

    /// Run in the linked runtime.
    static final class DrawsText {
        private DrawsText() {}

        public static void main(String[] args) throws IOException, FontFormatException {
            Graphics2D graphics =
                    new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB).createGraphics();
            graphics.drawString("text", 1, 1);
            Path file = Path.of(System.getProperty("java.home"), "lib/fonts/Inter-Regular.otf");
            Font inter = Font.createFont(Font.TRUETYPE_FONT, file.toFile());
            Font same = inter.deriveFont(graphics.getFont().getSize2D());
            int width = graphics.getFontMetrics().stringWidth("MMMiiiWWW");
            boolean equal = width == graphics.getFontMetrics(same).stringWidth("MMMiiiWWW");
            System.out.println(equal ? "drawn with Inter" : "drawn with another font");
        }
    }
}
