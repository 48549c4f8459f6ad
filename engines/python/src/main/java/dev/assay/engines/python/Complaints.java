package dev.assay.engines.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What a process prints to its standard error: passed on, and the end of it kept.
final class Complaints {
    private static final int KEPT = 2_000;
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final StringBuilder tail = new StringBuilder();
    private final Thread thread;

    Complaints(InputStream stream) {
        thread = Thread.ofPlatform().daemon().name("python-stderr").start(() -> read(stream));
    }

    private void read(InputStream stream) {
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            char[] buffer = new char[KEPT];
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                String text = new String(buffer, 0, n);
                System.err.print(text);
                synchronized (tail) {
                    tail.append(text);
                    tail.delete(0, Math.max(0, tail.length() - KEPT));
                }
            }
        } catch (IOException e) {
            // The process is gone, and its pipe with it.
        }
    }

    /// The last of it, once the process has ended: as the end of a sentence.
    String lastWords() {
        try {
            thread.join(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (tail) {
            String text = tail.toString().strip();
            return text.isEmpty() ? "; it printed nothing" : "; it printed last: " + text;
        }
    }
}
