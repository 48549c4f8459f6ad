package dev.assay.cli.quick;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/// What to say of a flag that `assay quick` does not have.
public final class TrtexecFlags {
    private static final int MOST_TYPOS = 3;

    /// trtexec's flags that have another place here, or none.
    private static final Map<String, String> ELSEWHERE =
            Map.ofEntries(
                    Map.entry(
                            "--dumpProfile",
                            "`assay profile` after the run has layers and kernels"),
                    Map.entry("--exportProfile", "`assay profile` writes it beside the run"),
                    Map.entry("--separateProfileRun", "`assay profile` is a run of its own"),
                    Map.entry("--exportLayerInfo", "every run keeps it, in layers/"),
                    Map.entry("--dumpLayerInfo", "every run keeps it, in layers/"),
                    Map.entry(
                            "--profilingVerbosity", "plans are always built with detailed layers"),
                    Map.entry("--verbose", "the run's log.txt has what was done"),
                    Map.entry("--timingCacheFile", "Assay keeps one for each GPU and version"),
                    Map.entry("--calib", "give rows with --calibration, not a cache of ranges"),
                    Map.entry("--workspace", "write --memPoolSize=workspace:MiB"),
                    Map.entry("--skipInference", "`assay prepare` builds without measuring"),
                    Map.entry("--buildOnly", "`assay prepare` builds without measuring"),
                    Map.entry("--explicitBatch", "every ONNX network has it: leave it out"),
                    Map.entry("--infStreams", "one stream is timed, with two queries in flight"),
                    Map.entry("--streams", "one stream is timed, with two queries in flight"),
                    Map.entry("--threads", "for the CPU write --cpuThreads=N"),
                    Map.entry("--batch", "write --shapes=INPUT:BATCHx…"),
                    Map.entry("--dumpOutput", "the run keeps values of the outputs, in samples/"),
                    Map.entry("--exportOutput", "the run keeps values of the outputs, in samples/"),
                    Map.entry("--uff", "only ONNX files are read"),
                    Map.entry("--deploy", "only ONNX files are read"),
                    Map.entry("--useDLACore", "Assay measures GPUs and CPUs"),
                    Map.entry("--allowGPUFallback", "Assay measures GPUs and CPUs"));

    private TrtexecFlags() {}

    /// @param argument as typed, perhaps with `=value`
    /// @param known the options that there are
    /// @return one sentence for people
    public static String refusal(String argument, Collection<String> known) {
        String flag = argument.replaceAll("=.*", "");
        return Optional.ofNullable(ELSEWHERE.get(flag))
                .map(it -> "%s is trtexec's, not quick's: %s".formatted(flag, it))
                .or(() ->
                        nearest(flag, known)
                                .map(it -> "There is no option %s: is it %s?".formatted(flag, it)))
                .orElseGet(() ->
                        "There is no option %s; `assay quick --help` has all of them"
                                .formatted(flag));
    }

    private static Optional<String> nearest(String flag, Collection<String> known) {
        return known.stream()
                .min(
                        Comparator.comparingInt((String it) -> distance(flag, it))
                                .thenComparing(Comparator.naturalOrder()))
                .filter(it -> distance(flag, it) <= MOST_TYPOS);
    }

    /// Levenshtein's distance, whatever the case of the letters.
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                boolean same =
                        Character.toLowerCase(left.charAt(i - 1))
                                == Character.toLowerCase(right.charAt(j - 1));
                int changed = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
