package dev.assay.cli;

import java.io.PrintStream;
import java.time.InstantSource;

/// The streams that commands write to: results to stdout, progress and notices to stderr.
final class Console {
    private Console() {}

    static PrintStream out() {
        return System.out;
    }

    static PrintStream err() {
        return System.err;
    }

    // A JVM without a terminal answers null, whatever the check below believes of newer JDKs.
    @SuppressWarnings("SystemConsoleNull")
    static ConsoleProgress progress() {
        boolean terminal =
                System.console() != null
                        && System.console().isTerminal()
                        && System.getenv("CI") == null;
        return new ConsoleProgress(err(), terminal, InstantSource.system());
    }
}
