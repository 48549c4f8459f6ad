package dev.assay.core.suite;

import java.util.Map;
import java.util.Optional;

/// Which Python runs the users' PyTorch.
public final class PythonInterpreter {
    private static final String VARIABLE = "ASSAY_PYTHON";
    private static final String DEFAULT = "python3";

    private PythonInterpreter() {}

    /// @param option of the suite
    /// @param variables of this process, asked where the suite says nothing
    public static String of(Optional<String> option, Map<String, String> variables) {
        return option.or(() -> Optional.ofNullable(variables.get(VARIABLE)))
                .filter(it -> !it.isBlank())
                .orElse(DEFAULT);
    }
}
