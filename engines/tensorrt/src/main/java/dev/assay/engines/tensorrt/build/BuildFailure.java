package dev.assay.engines.tensorrt.build;

import java.nio.file.Path;
import java.util.Locale;

/// Turns the last errors of a failed build into a message that says what to do.
final class BuildFailure {
    private BuildFailure() {}

    static String explain(Path model, String reason) {
        String advice = advice(reason.toLowerCase(Locale.ROOT));
        return "TensorRT cannot build %s: %s%s".formatted(model, reason, advice);
    }

    private static String advice(String reason) {
        if (reason.contains("builder_resource")) {
            return ". The library's kernels for this GPU are not in a folder of LD_LIBRARY_PATH:"
                    + " start Assay with its launcher, which sets it";
        }
        if (reason.contains("outofmemory") || reason.contains("out of memory")) {
            return ". The GPU's memory was too small: free it, ask for smaller batches or shapes,"
                    + " or limit memPoolSize";
        }
        if (reason.contains("could not find any implementation")) {
            return ". No kernel fits the settings: allow more workspace in memPoolSize, more"
                    + " tacticSources, or another precision";
        }
        return "";
    }
}
