package dev.assay.core.mixed;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether two failures are one: their messages say the same apart from files, names and numbers.
public final class FailureLikeness {
    /// Of the words of both messages that are in both.
    private static final double ALIKE = 0.6;

    private static final Pattern NAMES =
            Pattern.compile("'[^']*'|\"[^\"]*\"|\\S*/\\S*|\\S*\\d\\S*");

    private static final Pattern BETWEEN = Pattern.compile("[^a-z]+");

    private FailureLikeness() {}

    public static boolean same(String one, String other) {
        Set<String> first = words(one);
        Set<String> second = words(other);
        Set<String> both = new HashSet<>(first);
        both.retainAll(second);
        Set<String> all = new HashSet<>(first);
        all.addAll(second);
        return all.isEmpty() || both.size() >= ALIKE * all.size();
    }

    private static Set<String> words(String message) {
        String plain = NAMES.matcher(message.toLowerCase(Locale.ROOT)).replaceAll(" ");
        Set<String> words = new HashSet<>(Arrays.asList(BETWEEN.split(plain)));
        words.remove("");
        return words;
    }
}
