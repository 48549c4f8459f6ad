package dev.assay.core.tensorrt;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of TensorRT; parts that are not known are 0.
public record TensorRtVersion(int major, int minor, int patch, int build)
        implements Comparable<TensorRtVersion> {
    private static final Pattern TEXT =
            Pattern.compile("(\\d{1,4})[._](\\d{1,4})(?:[._](\\d{1,4}))?(?:[._](\\d{1,5}))?");
    private static final Comparator<TensorRtVersion> ORDER =
            Comparator.comparingInt(TensorRtVersion::major)
                    .thenComparingInt(TensorRtVersion::minor)
                    .thenComparingInt(TensorRtVersion::patch)
                    .thenComparingInt(TensorRtVersion::build);

    /// Finds a version at the beginning of a text: `10.15.1.29`, `10_15_1_29` or `10.6-1.5.11`.
    public static Optional<TensorRtVersion> in(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.lookingAt()
                ? Optional.of(
                        new TensorRtVersion(
                                part(matcher, 1),
                                part(matcher, 2),
                                part(matcher, 3),
                                part(matcher, 4)))
                : Optional.empty();
    }

    private static int part(Matcher matcher, int group) {
        String text = matcher.group(group);
        return text == null ? 0 : Integer.parseInt(text);
    }

    @Override
    public int compareTo(TensorRtVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch + (build == 0 ? "" : "." + build);
    }
}
