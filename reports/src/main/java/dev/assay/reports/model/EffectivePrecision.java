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

    /// For example `41/58`; `39/58, 41/58` where builds differ.
    public String share() {
        return builds.stream()
                .map(it -> it.in(asked) + "/" + it.layers())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /// For example `FP16 · 41/58 layers`.
    public String words() {
        return "%s · %s layers".formatted(asked, share());
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
        return "%s of %s layers run %s".formatted(build.in(asked), build.layers(), asked)
                + others
                + "; "
                + build.reformats()
                + " reformats";
    }

    /// Said where not one layer runs what was asked for; FP32 is what engines fall back to.
    public Optional<String> warning() {
        long without = builds.stream().filter(it -> it.layers() > 0 && it.in(asked) == 0).count();
        if (without == 0 || asked.equals(Precision.FP32.name())) {
            return Optional.empty();
        }
        String some = without < builds.size() ? " in some builds" : "";
        return Optional.of("asked %s, no layer runs %s%s".formatted(asked, asked, some));
    }
}
