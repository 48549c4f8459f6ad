package dev.assay.reports.model;

import dev.assay.core.run.CaseSummary;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tells the builds of a case apart: forks differ less than builds do.
public final class Builds {
    private Builds() {}

    /// Positions in the summary's forks, by what those forks loaded, in the order of first forks.
    public static Map<String, List<Integer>> of(CaseSummary summary) {
        Map<String, List<Integer>> builds = new LinkedHashMap<>();
        for (int i = 0; i < summary.forks().size(); i++) {
            builds.computeIfAbsent(summary.forkArtefacts().get(i), build -> new ArrayList<>())
                    .add(i);
        }
        return builds;
    }

    /// Slowest over fastest fork median of one build, minus 1; of the build where that is largest.
    public static double forkSpread(CaseSummary summary) {
        return of(summary).values().stream()
                .map(forks -> forks.stream().map(summary.forkMedianSeconds()::get).toList())
                .mapToDouble(medians -> Collections.max(medians) / Collections.min(medians) - 1)
                .max()
                .orElse(0);
    }

    /// {@link #forkSpread} in words; one fork has no spread.
    public static String forkSpreadText(CaseSummary summary) {
        boolean single = of(summary).values().stream().allMatch(forks -> forks.size() == 1);
        return single ? Numbers.ABSENT : Numbers.percent(forkSpread(summary));
    }
}
