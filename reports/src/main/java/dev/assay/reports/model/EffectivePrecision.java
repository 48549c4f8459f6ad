package dev.assay.reports.model;

import dev.assay.core.run.LayerPrecisions;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.Precision;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// In which precision the layers of a case's engines run, beside the precision that was asked for.
///
/// @param asked for example `FP16`
/// @param builds the builds that differ, in fork order; at least one
public record EffectivePrecision(String asked, List<LayerPrecisions> builds) {
    private static final String FP32 = Precision.FP32.name();

    public EffectivePrecision {
        builds = List.copyOf(builds);
    }

    static Optional<EffectivePrecision> of(CaseId id, List<Fork> forks) {
        List<LayerPrecisions> builds =
                forks.stream()
                        .flatMap(fork -> fork.measurement().engine().precisions().stream())
                        .distinct()
                        .toList();
        String asked = id.precision().replaceAll("-.*", "").toUpperCase(Locale.ROOT);
        return builds.isEmpty()
                ? Optional.empty()
                : Optional.of(new EffectivePrecision(asked, builds));
    }

    /// For example `41/58`; `39/58, 41/58` where builds differ; `0/1?` where layers cannot be seen
    /// into.
    public String share() {
        return builds.stream()
                .map(it -> it.in(asked) + "/" + it.layers() + (it.opaque() > 0 ? "?" : ""))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /// For example `FP16 · 41/58 layers`; `FP16 · 0/1 layers, 1 opaque`.
    public String words() {
        String opaque =
                builds.stream()
                        .filter(it -> it.opaque() > 0)
                        .map(it -> ", " + it.opaque() + " opaque")
                        .findFirst()
                        .orElse("");
        return "%s · %s layers%s".formatted(asked, share().replace("?", ""), opaque);
    }

    /// For example `41 of 58 layers run FP16; 17 run FP32; 3 reformats`.
    public String sentence() {
        return builds.stream().map(this::sentence).distinct().collect(Collectors.joining(" | "));
    }

    private String sentence(LayerPrecisions build) {
        String others =
                build.byPrecision().entrySet().stream()
                        .filter(it -> !it.getKey().equals(asked))
                        .map(it -> "; " + it.getValue() + " run " + it.getKey())
                        .collect(Collectors.joining());
        String opaque = build.opaque() > 0 ? "; " + build.opaque() + " cannot be seen into" : "";
        return "%s of %s layers run %s".formatted(build.in(asked), build.layers(), asked)
                + others
                + opaque
                + "; "
                + build.reformats()
                + " reformats";
    }

    /// Said where the layers show that the number belongs to another precision than its name.
    public Optional<String> warning() {
        long wrong = builds.stream().filter(this::isMisnamed).count();
        if (wrong == 0) {
            return Optional.empty();
        }
        String some = wrong < builds.size() ? " in some builds" : "";
        return Optional.of(
                (asked.equals(FP32)
                                ? "asked FP32, some layers run TF32"
                                : "asked %s, no layer runs %s".formatted(asked, asked))
                        + some);
    }

    /// FP32 is what engines fall back to, so it is wrong only where TF32 takes its place. What
    /// cannot be seen into proves nothing.
    private boolean isMisnamed(LayerPrecisions build) {
        return asked.equals(FP32)
                ? build.in(Precision.TF32.name()) > 0
                : build.layers() > 0 && build.opaque() == 0 && build.in(asked) == 0;
    }
}
