package dev.assay.engines.tensorrt.binding;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.tensorrt.nvinfer.ILogger;

/// TensorRT's messages: warnings and errors go to the process's error stream, the last errors are
/// kept for the exception that follows them.
public final class TensorRtLogger extends ILogger {
    /// The one static state of this module. TensorRT keeps the first logger it is given until the
    /// process ends, and JavaCPP holds Java callbacks weakly: were it collected, the next message
    /// would end the process.
    public static final TensorRtLogger INSTANCE = new TensorRtLogger();

    private static final int KEPT_ERRORS = 8;
    private static final int PRINTED = 500;

    private final Deque<String> errors = new ArrayDeque<>();
    private int warnings;
    private int printed;

    private TensorRtLogger() {
        super();
    }

    /// Called by TensorRT from any thread. Must not throw: the exception would unwind native frames
    /// that allow none.
    @Override
    public synchronized void log(ILogger.Severity severity, String message) {
        if (severity.value > ILogger.Severity.kWARNING.value) {
            return;
        }
        boolean error = severity.value <= ILogger.Severity.kERROR.value;
        if (error) {
            if (errors.size() == KEPT_ERRORS) {
                errors.removeFirst();
            }
            errors.addLast(message);
        } else {
            warnings++;
        }
        // An uncalibrated INT8 network warns once per tensor: the count says enough.
        if (error || printed++ < PRINTED) {
            System.err.printf(
                    "%s TensorRT %s: %s%n",
                    Instant.now().truncatedTo(ChronoUnit.MILLIS),
                    error ? "error" : "warning",
                    message);
        }
    }

    /// Starts anew, so that later errors are not blamed on what came before.
    public synchronized void forget() {
        errors.clear();
        warnings = 0;
    }

    public synchronized int warnings() {
        return warnings;
    }

    /// The errors since {@link #forget}, oldest first, as one sentence for an exception.
    public synchronized String reason() {
        return errors.isEmpty() ? "TensorRT gave no reason" : String.join("; ", errors);
    }
}
