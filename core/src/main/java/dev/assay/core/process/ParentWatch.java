package dev.assay.core.process;

import java.util.Optional;

/// Ends this process when its parent dies, so that a killed run leaves nothing behind that would
/// disturb the next one.
public final class ParentWatch {
    /// Tells a child who started it: in a container Assay may itself be process 1, which otherwise
    /// is the one that adopts orphans.
    static final String PARENT_PID = "ASSAY_PARENT_PID";

    private static final int EXIT_CODE = 130;

    /// Short against the start of a resumed run, long against a timed query's own noise.
    private static final long POLL_MILLIS = 250;

    private ParentWatch() {}

    public static void start() {
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        boolean adopted =
                parent.isPresent()
                        && parent.get().pid() == 1
                        && !"1".equals(System.getenv(PARENT_PID));
        if (parent.isEmpty() || adopted) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
        // ProcessHandle.onExit polls a process that is no child ever more rarely, up to every 5 s.
        parent.ifPresent(
                it -> Thread.ofPlatform().daemon().name("parent-watch").start(() -> watch(it)));
    }

    private static void watch(ProcessHandle parent) {
        try {
            while (parent.isAlive()) {
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
