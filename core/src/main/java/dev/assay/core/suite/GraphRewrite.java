package dev.assay.core.suite;

import static java.util.Objects.requireNonNull;

import dev.assay.core.AssayException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A rewrite of a model's graph as a suite or a command line asks for it.
///
/// @param name one of {@link RewriteCatalog}
/// @param sites how many places it must find, any of them; empty for any number but none
/// @param variant of the plugin, where it is not the plugin's own choice
/// @param operator of another library to write in the plugin's place, with equal inputs and
///   attributes
public record GraphRewrite(
        String name, List<Integer> sites, Optional<String> variant, Optional<String> operator) {
    private static final String NUMBERS = "[1-9][0-9]{0,5}(\\|[1-9][0-9]{0,5})*";

    public GraphRewrite {
        requireNonNull(name, "name is null");
        requireNonNull(variant, "variant is null");
        requireNonNull(operator, "operator is null");
        sites = List.copyOf(sites);
    }

    /// Reads `layer-norm`, `layer-norm:30`, `layer-norm:29|30` or `layer-norm:30@warp`.
    ///
    /// @throws AssayException of kind `CONFIG` if the text is none of these
    public static GraphRewrite parse(String text) {
        int at = text.indexOf('@');
        String before = at < 0 ? text : text.substring(0, at);
        Optional<String> variant =
                at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1).strip());
        int colon = before.indexOf(':');
        String name = (colon < 0 ? before : before.substring(0, colon)).strip();
        String numbers = colon < 0 ? "" : before.substring(colon + 1).strip();
        if (name.isEmpty() || (colon >= 0 && !numbers.matches(NUMBERS))) {
            throw AssayException.config(
                    "'%s' is no step: write NAME, NAME:SITES or NAME:SITES@VARIANT, where SITES is how many places it must find"
                            .formatted(text));
        }
        return new GraphRewrite(name, sites(numbers), variant, Optional.empty());
    }

    static List<Integer> sites(String numbers) {
        return numbers.isEmpty()
                ? List.of()
                : Arrays.stream(numbers.split("\\|", -1)).map(Integer::valueOf).toList();
    }

    /// As {@link #parse} reads it.
    @Override
    public String toString() {
        return name
                + (sites.isEmpty()
                        ? ""
                        : ":"
                                + sites.stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining("|")))
                + variant.map(it -> "@" + it).orElse("")
                + operator.map(it -> " as " + it).orElse("");
    }
}
