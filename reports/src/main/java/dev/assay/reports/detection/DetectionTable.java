package dev.assay.reports.detection;

import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.DetectionScores.Change;
import dev.assay.reports.model.Section;
import dev.assay.reports.model.Variant;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// COCO's scores of the detectors of a section beside their reference's, with the intervals of the
/// differences and the suite's budgets.
///
/// Batches of an engine that score alike share a row.
///
/// @param sentence how the scores were made
/// @param groups by reference; nearly always one
public record DetectionTable(String sentence, List<DetectionGroup> groups) {
    /// COCO's names of the scores that are shown.
    static final List<String> METRICS =
            List.of("AP", "AP50", "AP75", "APsmall", "APmedium", "APlarge", "AR100");

    private static final List<String> HEADINGS =
            List.of("AP", "AP50", "AP75", "APs", "APm", "APl", "AR100");

    public DetectionTable {
        groups = List.copyOf(groups);
    }

    /// Empty where nothing detects.
    public static Optional<DetectionTable> of(Section section) {
        Map<Likeness, List<Integer>> batches = new LinkedHashMap<>();
        for (Variant variant : section.variants()) {
            section.rows().stream()
                    .filter(row -> row.variant().equals(variant))
                    .forEach(row ->
                            row.detection()
                                    .ifPresent(it ->
                                            batches.computeIfAbsent(
                                                            Likeness.of(variant, it),
                                                            key -> new ArrayList<>())
                                                    .add(row.id().batch())));
        }
        if (batches.isEmpty()) {
            return Optional.empty();
        }
        Map<String, List<Likeness>> groups =
                batches.keySet().stream()
                        .collect(
                                Collectors.groupingBy(
                                        it -> it.name() + " " + it.reference(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        DetectionScores first = batches.keySet().iterator().next().scores();
        return Optional.of(
                new DetectionTable(
                        sentence(first),
                        groups.values().stream().map(it -> group(it, batches)).toList()));
    }

    public List<String> headings() {
        return HEADINGS;
    }

    private static DetectionGroup group(
            List<Likeness> alike, Map<Likeness, List<Integer>> batches) {
        Likeness first = alike.getFirst();
        return new DetectionGroup(
                first.name(),
                first.reference(),
                alike.stream()
                        .map(it ->
                                DetectionRow.of(
                                        it.variant(),
                                        batches.getOrDefault(it, List.of()),
                                        it.scores()))
                        .toList());
    }

    private static String sentence(DetectionScores scores) {
        String images = Numbers.count(scores.images(), "image");
        String change =
                scores.bootstrap()
                        .map(it ->
                                " Under each score its change against the reference and the %s %% interval"
                                                .formatted(Numbers.fixed(100 * it.confidence(), 0))
                                        + " of the change (%s draws of the images, seed %s); a budget bounds the change either way."
                                                .formatted(it.resamples(), it.seed()))
                        .orElse("");
        return "COCO scores on %s in points (hundredths), decoder %s.%s"
                .formatted(images, scores.decoder(), change);
    }

    /// Scores without the names of the files that differ from case to case.
    private record Likeness(Variant variant, DetectionScores scores) {
        static Likeness of(Variant variant, DetectionScores scores) {
            return new Likeness(
                    variant,
                    new DetectionScores(
                            scores.decoder(),
                            scores.annotations(),
                            scores.reference(),
                            scores.images(),
                            scores.detections(),
                            scores.scores(),
                            scores.bootstrap(),
                            scores.changes(),
                            scores.categories(),
                            scores.agreement(),
                            scores.changedMost(),
                            scores.limits(),
                            "",
                            new DetectionScores.Inputs(
                                    scores.inputs().input(),
                                    "",
                                    scores.inputs().sha256(),
                                    scores.inputs().golden()),
                            scores.warnings().stream()
                                    .map(it -> withoutFolder(it, scores.detectionsFile()))
                                    .toList(),
                            scores.violations()));
        }

        /// A warning that names a file of the case names it by its path, which no other case has.
        private static String withoutFolder(String warning, String file) {
            String folder = file.substring(0, file.lastIndexOf('/') + 1);
            return folder.isEmpty()
                    ? warning
                    : warning.replaceAll("(?<=^|\\s)/.*?" + Pattern.quote(folder), "");
        }

        /// Folders differ from machine to machine.
        String name() {
            return scores.reference().map(it -> it.replaceAll(".*[/\\\\]", "")).orElse("");
        }

        List<String> reference() {
            return METRICS.stream()
                    .map(metric ->
                            scores.change(metric)
                                    .map(Change::reference)
                                    .map(Points::score)
                                    .orElse(Numbers.ABSENT))
                    .toList();
        }
    }
}
