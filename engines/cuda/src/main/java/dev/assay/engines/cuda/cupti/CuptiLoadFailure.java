package dev.assay.engines.cuda.cupti;

import dev.assay.core.AssayException;

/// Says what is missing where CUPTI cannot be loaded.
final class CuptiLoadFailure {
    private static final String LIBRARY = "libcupti.so";

    private CuptiLoadFailure() {}

    static AssayException explain(Throwable failure) {
        StringBuilder messages = new StringBuilder();
        String deepest = "";
        // JavaCPP hides the library that failed behind other errors.
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            deepest = String.valueOf(cause.getMessage());
            messages.append(deepest).append('\n');
        }
        boolean missing = messages.indexOf(LIBRARY) >= 0 || messages.indexOf("jnicupti") >= 0;
        return AssayException.environment(
                (missing
                                ? "CUPTI's library is not there: libcupti.so.12 comes with Assay's GPU build"
                                        + " (dist/lib/native) and with CUDA 12's toolkit"
                                        + " (extras/CUPTI/lib64), libcupti.so.13, for a TensorRT"
                                        + " of your own, with CUDA 13's; put its folder into"
                                        + " LD_LIBRARY_PATH"
                                : "CUPTI cannot be loaded")
                        + " ("
                        + deepest
                        + ")",
                failure);
    }
}
