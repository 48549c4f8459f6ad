package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private Instant now = Instant.EPOCH;
    private final InstantSource clock = () -> now;

    @Test
    void printsOneLineForEachUnitOfWorkWithTheTimeThatIsLeft() {
        ConsoleProgress progress = progress(false);

        progress.started("bench", 3);
        progress.working("bench", "a");
        now = now.plusSeconds(40);
        progress.done("bench", "a: 1 ms");
        progress.working("bench", "b");
        now = now.plusSeconds(40);
        progress.done("bench", "b: 2 ms");

        assertThat(text()).isEqualTo("bench 1/3 ETA 1:20  a: 1 ms\nbench 2/3 ETA 0:40  b: 2 ms\n");
    }

    @Test
    void rewritesOneLineOfATerminalAndNeverWraps() {
        ConsoleProgress progress = progress(true);

        progress.started("bench", 1);
        progress.working("bench", "x".repeat(200) + ": median 3 ms");
        progress.finished("bench");

        assertThat(text()).doesNotContain("\n").endsWith("\r\u001b[K");
        assertThat(text().split("\r", -1)[1].replace("\u001b[K", ""))
                .hasSize(79)
                .startsWith("bench 0/1  xxx")
                .contains("x…x")
                .endsWith("x: median 3 ms");
    }

    private ConsoleProgress progress(boolean terminal) {
        PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
        return new ConsoleProgress(out, terminal, clock);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
