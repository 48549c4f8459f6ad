package dev.assay.cli;

import dev.assay.core.run.StageListener;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;

/// Progress on stderr: on a terminal one line that is rewritten, elsewhere one line a unit of work.
final class ConsoleProgress implements StageListener {
    private static final int WIDTH = 79;
    private static final int HEAD = 34;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final InstantSource clock;
    private long startMillis;
    private int units;
    private int done;

    ConsoleProgress(PrintStream out, boolean terminal, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public synchronized void started(String stage, int stageUnits) {
        startMillis = clock.millis();
        units = stageUnits;
        done = 0;
    }

    @Override
    public synchronized void working(String stage, String what) {
        if (terminal) {
            out.print(CLEAR_LINE + cut(prefix(stage) + what));
            out.flush();
        }
    }

    @Override
    public synchronized void done(String stage, String what) {
        done++;
        if (terminal) {
            working(stage, what);
        } else {
            out.println(prefix(stage) + what);
        }
    }

    @Override
    public synchronized void finished(String stage) {
        if (terminal) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }

    private String prefix(String stage) {
        return "%s %d/%d%s  ".formatted(stage, done, units, eta());
    }

    private String eta() {
        if (done == 0 || done >= units) {
            return "";
        }
        long elapsed = clock.millis() - startMillis;
        Duration left = Duration.ofMillis(elapsed * (units - done) / done);
        return " ETA %d:%02d".formatted(left.toMinutes(), left.toSecondsPart());
    }

    /// How far it is stands at the start and what was found at the end: the case's name gives way.
    private static String cut(String line) {
        return line.length() <= WIDTH
                ? line
                : line.substring(0, HEAD) + "…" + line.substring(line.length() - WIDTH + HEAD + 1);
    }
}
