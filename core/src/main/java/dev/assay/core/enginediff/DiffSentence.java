package dev.assay.core.enginediff;

import dev.assay.core.enginediff.LayerChange.Kind;
import dev.assay.core.layers.EngineLayer;
import dev.assay.core.layers.LayerRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The cause of a change in one line: `3 layers differ: 2 other kernels (+0.120 ms), +2 reformats
/// (+0.031 ms), lost fusion of conv1.relu (+0.010 ms); kernels +0.161 ms together`.
public final class DiffSentence {
    private static final int NAMED = 2;
    private static final int LONG_NAME = 48;

    private DiffSentence() {}

    public static String of(EngineDiff diff) {
        List<LayerChange> changes = diff.changes();
        if (changes.isEmpty()) {
            return "no layer differs" + total(diff);
        }
        List<String> parts = new ArrayList<>();
        add(parts, broken(diff), "lost fusion of ");
        add(parts, diff.changes(Kind.FUSED), "fused ");
        moved(parts, diff);
        count(
                parts,
                diff,
                Kind.FORMAT,
                "other layout",
                "other layouts",
                it -> only(it, Kind.FORMAT));
        count(
                parts,
                diff,
                Kind.KERNEL,
                "other kernel",
                "other kernels",
                it -> !it.is(Kind.PRECISION));
        reformats(parts, diff);
        count(parts, diff, Kind.ADDED, "new layer", "new layers", DiffSentence::noReformat);
        count(parts, diff, Kind.REMOVED, "layer gone", "layers gone", DiffSentence::noReformat);
        return (changes.size() == 1 ? "1 layer differs: " : changes.size() + " layers differ: ")
                + String.join(", ", parts)
                + total(diff);
    }

    private static List<LayerChange> broken(EngineDiff diff) {
        return diff.changes(Kind.BROKEN);
    }

    private static void add(List<String> parts, List<LayerChange> changes, String verb) {
        if (!changes.isEmpty()) {
            String names =
                    changes.stream()
                            .limit(NAMED)
                            .map(DiffSentence::label)
                            .reduce((a, b) -> a + " and " + b)
                            .orElseThrow();
            String more =
                    changes.size() > NAMED ? " and " + (changes.size() - NAMED) + " more" : "";
            parts.add(verb + names + more + cost(changes.stream()));
        }
    }

    private static void moved(List<String> parts, EngineDiff diff) {
        List<LayerChange> moved = diff.changes(Kind.PRECISION);
        Stream<String> ways = moved.stream().map(DiffSentence::way).distinct();
        ways.forEach(way -> {
            List<LayerChange> same = moved.stream().filter(it -> way(it).equals(way)).toList();
            parts.add(same.size() + " " + way + cost(same.stream()));
        });
    }

    private static String way(LayerChange change) {
        return change.before().orElseThrow().layer().precision()
                + " → "
                + change.after().orElseThrow().layer().precision();
    }

    private static void count(
            List<String> parts,
            EngineDiff diff,
            Kind kind,
            String one,
            String many,
            Predicate<LayerChange> which) {
        List<LayerChange> changes = diff.changes(kind).stream().filter(which).toList();
        if (changes.size() == 1) {
            parts.add(
                    "1 %s in %s".formatted(one, label(changes.getFirst()))
                            + cost(changes.stream()));
        } else if (!changes.isEmpty()) {
            parts.add(changes.size() + " " + many + cost(changes.stream()));
        }
    }

    private static void reformats(List<String> parts, EngineDiff diff) {
        int more = diff.reformats();
        if (more != 0) {
            Stream<LayerChange> changed =
                    Stream.concat(
                                    diff.changes(Kind.ADDED).stream(),
                                    diff.changes(Kind.REMOVED).stream())
                            .filter(it -> !noReformat(it));
            parts.add(
                    "%+d reformat%s".formatted(more, Math.abs(more) == 1 ? "" : "s")
                            + cost(changed));
        }
    }

    private static boolean only(LayerChange change, Kind kind) {
        return change.kinds().equals(List.of(kind));
    }

    private static boolean noReformat(LayerChange change) {
        return change.after().or(change::before).orElseThrow().layer().role() != LayerRole.REFORMAT;
    }

    private static String cost(Stream<LayerChange> changes) {
        List<LayerChange> all = changes.toList();
        if (all.stream().allMatch(it -> it.costSeconds().isEmpty())) {
            return "";
        }
        double seconds = all.stream().mapToDouble(it -> it.costSeconds().orElse(0)).sum();
        return " (" + millis(seconds) + ")";
    }

    private static String total(EngineDiff diff) {
        return diff.secondsBefore() > 0 && diff.secondsAfter() > 0
                ? "; kernels " + millis(diff.secondsAfter() - diff.secondsBefore()) + " together"
                : "";
    }

    private static String millis(double seconds) {
        return String.format(Locale.ROOT, "%+.3f ms", seconds * 1e3);
    }

    /// What Myelin and the fuser of element-wise layers generate says less than the model's name.
    private static String label(LayerChange change) {
        EngineLayer layer = change.after().or(change::before).orElseThrow().layer();
        boolean generated = layer.name().startsWith("__my") || layer.name().startsWith("PWN(");
        return shortened(
                generated && !layer.origins().isEmpty() ? layer.origins().getLast() : layer.name());
    }

    private static String shortened(String name) {
        return name.length() <= LONG_NAME ? name : name.substring(0, LONG_NAME - 1) + "…";
    }
}
