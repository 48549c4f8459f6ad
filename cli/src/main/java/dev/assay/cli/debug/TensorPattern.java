package dev.assay.cli.debug;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Names of tensors in which `*` stands for any text.
public record TensorPattern(String text) {
    public boolean matches(String name) {
        return Pattern.matches(
                List.of(text.split("\\*", -1)).stream()
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")),
                name);
    }

    @Override
    public String toString() {
        return text;
    }
}
