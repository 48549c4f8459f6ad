package dev.assay.core.shard;

import dev.assay.core.AssayException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One of so many parts of a run.
///
/// @param index 1-based
public record Shard(int index, int count) {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,3})/([1-9][0-9]{0,3})");

    public Shard {
        if (index < 1 || index > count) {
            throw AssayException.config(
                    "There is no shard %s of %s: count from 1".formatted(index, count));
        }
    }

    /// Reads `2/3`.
    ///
    /// @throws AssayException if it is not such a text
    public static Shard parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw AssayException.config(
                    "A shard is written I/N, for example 2/3, not '%s'".formatted(text));
        }
        return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /// For example `shard 2 of 3`.
    @Override
    public String toString() {
        return "shard %s of %s".formatted(index, count);
    }
}
