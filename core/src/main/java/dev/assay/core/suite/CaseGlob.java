package dev.assay.core.suite;

import java.util.regex.Pattern;

/// A shell-like pattern over case ids: `*` matches within a segment, `**` across segments, `?` one
/// character, `{a,b}` alternatives. A pattern without `/` may match anywhere in the id.
public final class CaseGlob {
    private final Pattern pattern;

    public CaseGlob(String glob) {
        this.pattern =
                Pattern.compile(glob.contains("/") ? regex(glob) : ".*" + regex(glob) + ".*");
    }

    public boolean matches(CaseId id) {
        return pattern.matcher(id.text()).matches();
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '*' && i + 1 < glob.length() && glob.charAt(i + 1) == '*') {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (c == '{') {
                regex.append("(?:");
                depth++;
            } else if (c == '}' && depth > 0) {
                regex.append(')');
                depth--;
            } else if (c == ',' && depth > 0) {
                regex.append('|');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.append(")".repeat(depth)).toString();
    }
}
