package dev.assay.reports.ci;

import dev.assay.reports.text.Boundaries;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The numbers of a case as lines of `name: value`, for places that have no table.
final class CaseFacts {
    private CaseFacts() {}

    static List<String> of(CiCase it) {
        List<String> lines = new ArrayList<>();
        lines.add("verdict: " + it.state().word());
        if (!it.code().isEmpty()) {
            lines.add("reason: " + it.code());
        }
        it.effect()
                .ifPresent(effect -> {
                    lines.add("change: " + effect.text());
                    effect.detectable()
                            .ifPresent(least ->
                                    lines.add("this case can see: ≥ " + Numbers.percent(least)));
                });
        it.speed()
                .ifPresent(speed ->
                        lines.add(
                                "median: %s at %s, %s"
                                        .formatted(
                                                Numbers.duration(speed.medianSeconds()),
                                                Boundaries.described(speed.boundary()),
                                                Numbers.count(speed.forks(), "fork"))));
        lines.add("outputs: " + it.outputs().name().toLowerCase(Locale.ROOT));
        return List.copyOf(lines);
    }
}
