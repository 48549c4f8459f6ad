package dev.assay.core.verdict;

import java.util.List;

/// `verdict.json`: what was decided about a whole run.
///
/// @param sentence one sentence for the first line of every report
/// @param notices things to know that change no exit code, such as a missing baseline
public record RunVerdict(String schema, int exitCode, String sentence, List<String> notices) {
    public static final String SCHEMA = "assay.run-verdict/1";

    public RunVerdict {
        notices = List.copyOf(notices);
    }
}
