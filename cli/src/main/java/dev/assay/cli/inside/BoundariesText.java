package dev.assay.cli.inside;

import dev.assay.core.kernels.KernelProfile;
import dev.assay.core.ladder.BoundaryLadder;
import dev.assay.core.ladder.Part;
import dev.assay.core.ladder.Rung;
import dev.assay.core.ladder.RungTime;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.BenchmarkCase;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The boundaries of cases in the terminal.
public final class BoundariesText {
    private BoundariesText() {}

    /// Those that were timed, in milliseconds.
    public static String of(RunDirectory run, List<BenchmarkCase> cases) {
        StringBuilder text = new StringBuilder();
        for (BenchmarkCase it : cases) {
            Optional<BoundaryLadder> ladder = BoundaryLadder.read(run, it.id());
            Optional<KernelProfile> profile = KernelProfile.read(run, it.id());
            ladder.map(found ->
                            profile.map(known -> found.withLayers(known.sumSeconds()))
                                    .orElse(found))
                    .ifPresent(found -> text.append(ladder(found)));
        }
        return text.toString();
    }

    private static String ladder(BoundaryLadder ladder) {
        StringBuilder text = new StringBuilder();
        text.append("%s, %s%n".formatted(ladder.caseId(), ladder.engine()));
        for (RungTime rung : ladder.rungs()) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "  %-18s %10.4f ms  %s%s%n",
                            rung.rung().label(),
                            rung.medianSeconds() * 1e3,
                            rung.rung().inside(),
                            rung.rung() == Rung.SUM_OF_LAYERS
                                    ? ""
                                    : " (%d queries)".formatted(rung.queries())));
        }
        text.append("  = ").append(parts(ladder.parts())).append(System.lineSeparator());
        ladder.notes()
                .forEach(note -> text.append("  ").append(note).append(System.lineSeparator()));
        return text.toString();
    }

    private static String parts(Map<Part, Double> parts) {
        return parts.entrySet().stream()
                .map(it ->
                        String.format(
                                Locale.ROOT, "%s %.4f", it.getKey().label(), it.getValue() * 1e3))
                .collect(Collectors.joining(" + "));
    }
}
