package dev.assay.cli.pack;

import dev.assay.core.AssayException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes as people write it: `60M` is 60 × 1024².
public record ByteSize(long bytes) {
    private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,8})([KMG]?)i?B?");
    private static final String UNITS = "KMG";
    private static final int UNIT_SHIFT = 10;

    public ByteSize {
        if (bytes <= 0) {
            throw new IllegalArgumentException("not a size: " + bytes);
        }
    }

    /// @throws AssayException if the text is no size
    public static ByteSize parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw AssayException.config("'" + text + "' is no size: write for example 60M or 2G");
        }
        String unit = matcher.group(2);
        int shift = unit.isEmpty() ? 0 : UNIT_SHIFT * (UNITS.indexOf(unit) + 1);
        return new ByteSize(Long.parseLong(matcher.group(1)) << shift);
    }

    /// In MiB, rounded up: nothing that exists is shown as 0.
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d MiB", (bytes + (1 << 20) - 1) >> 20);
    }
}
