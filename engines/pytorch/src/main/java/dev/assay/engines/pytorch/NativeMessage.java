package dev.assay.engines.pytorch;

/// LibTorch's exceptions carry a C++ backtrace of many lines; the first ones say what happened.
final class NativeMessage {
    private NativeMessage() {}

    static String firstLine(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        int trace = message.indexOf("Exception raised from");
        return (trace > 0 ? message.substring(0, trace) : message).strip();
    }
}
