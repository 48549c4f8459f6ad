package dev.assay.core.suite;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A function without arguments that returns a network, an `nn.Module` in eval mode.
///
/// @param file absolute, of Python source
/// @param function its name in that file
public record PythonFactory(Path file, String function) {
    private static final Pattern TEXT = Pattern.compile("(.+):([A-Za-z_][A-Za-z0-9_]*)");

    public PythonFactory {
        requireNonNull(file, "file is null");
        requireNonNull(function, "function is null");
    }

    /// The two parts of `FILE.py:FUNCTION`.
    record Parts(String file, String function) {
        /// @return empty if the text is not of that form
        static Optional<Parts> of(String text) {
            Matcher matcher = TEXT.matcher(text);
            return matcher.matches()
                    ? Optional.of(new Parts(matcher.group(1), matcher.group(2)))
                    : Optional.empty();
        }
    }

    /// As suites write it.
    @Override
    public String toString() {
        return file + ":" + function;
    }
}
