package dev.assay.core.process;

import java.util.Optional;

/// Ends this process when its parent dies, so that a killed run leaves nothing behind that would
/// disturb the next one.
public final class ParentWatch {
    private static final int EXIT_CODE = 130;

    private ParentWatch() {}

    public static void start() {
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        if (parent.isEmpty() || parent.get().pid() == 1) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
        parent.ifPresent(it -> {
            var _ = it.onExit().thenRun(() -> Runtime.getRuntime().halt(EXIT_CODE));
        });
    }
}
