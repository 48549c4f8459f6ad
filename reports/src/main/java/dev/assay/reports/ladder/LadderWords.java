package dev.assay.reports.ladder;

import dev.assay.core.enginediff.EngineCause;
import dev.assay.core.run.DetectionScores;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.Rung;
import dev.assay.core.verdict.AccuracyStanding;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What each step of a climb brought or cost, in a sentence: also where it brought nothing.
final class LadderWords {
    private final RunDirectory run;
    private final double spread;
    private final List<String> sentences = new ArrayList<>();

    private LadderWords(RunDirectory run, double spread) {
        this.run = run;
        this.spread = spread;
    }

    static List<String> of(Climb climb, RunDirectory run, double spread) {
        LadderWords words = new LadderWords(run, spread);
        climb.steps().stream()
                .filter(it -> it.rung().role() == Rung.Role.FORWARD)
                .forEach(words::forward);
        climb.without().forEach(words::without);
        climb.ceilings().forEach(words::ceiling);
        return List.copyOf(words.sentences);
    }

    private void forward(Climb.Step step) {
        String name = step.rung().step();
        if (withoutTime(name, step)) {
            return;
        }
        change(step)
                .ifPresent(change ->
                        caused(
                                step,
                                switch (change.verdict()) {
                                    case IMPROVED ->
                                            "%s pays: %s"
                                                    .formatted(name, change.decision().detail());
                                    case UNCHANGED ->
                                            "%s brings nothing: %s"
                                                    .formatted(name, change.decision().detail());
                                    case REGRESSED ->
                                            "%s costs time: %s"
                                                    .formatted(name, change.decision().detail());
                                    case INCONCLUSIVE, INVALID ->
                                            "Whether %s brings anything is open: %s"
                                                    .formatted(name, change.decision().detail());
                                }));
        accuracy(name, step);
    }

    /// With what became of the engine on this rung, where both rungs' layers are known.
    private void caused(Climb.Step step, String sentence) {
        Optional<String> cause =
                step.before()
                        .flatMap(it -> EngineCause.between(run, it.id(), run, step.row().id()));
        sentences.add(cause.map(it -> sentence + "; in the engine, " + it).orElse(sentence));
    }

    /// A rung that failed, or whose outputs are wrong.
    private boolean withoutTime(String name, Climb.Step step) {
        CaseRow row = step.row();
        if (row.speed().isPresent()) {
            return false;
        }
        String why = row.reason().isBlank() ? row.state().word() : row.reason();
        sentences.add(
                row.standing() == AccuracyStanding.FAILED
                        ? "%s costs accuracy, so it has no speed: %s".formatted(name, why)
                        : "%s has no speed: %s".formatted(name, why));
        return true;
    }

    private void accuracy(String name, Climb.Step step) {
        Optional<DetectionScores.Change> now = ap(step.row());
        now.flatMap(DetectionScores.Change::interval)
                .filter(it -> it.high() < 0)
                .ifPresent(it ->
                        sentences.add(
                                "%s costs accuracy: AP is %s points below the reference (%s to %s)"
                                        .formatted(
                                                name,
                                                Numbers.fixed(-points(now), 2),
                                                Numbers.fixed(it.low(), 2),
                                                Numbers.fixed(it.high(), 2))));
    }

    static Optional<DetectionScores.Change> ap(CaseRow row) {
        return row.detection().flatMap(it -> it.change("AP"));
    }

    private static double points(Optional<DetectionScores.Change> change) {
        return change.stream().flatMapToDouble(it -> it.points().stream()).findFirst().orElse(0);
    }

    private void without(Climb.Step step) {
        String name = step.rung().step();
        change(step)
                .ifPresent(change ->
                        caused(
                                step,
                                switch (change.verdict()) {
                                    case REGRESSED ->
                                            "Without %s all the others are slower, so it pays where it stands: %s"
                                                    .formatted(name, change.decision().detail());
                                    case IMPROVED ->
                                            "Without %s the others are faster: leave it out: %s"
                                                    .formatted(name, change.decision().detail());
                                    case UNCHANGED ->
                                            "Without %s the others are as fast: it does not pay: %s"
                                                    .formatted(name, change.decision().detail());
                                    case INCONCLUSIVE, INVALID ->
                                            "Whether the others need %s is open: %s"
                                                    .formatted(name, change.decision().detail());
                                }));
    }

    private void ceiling(Climb.Step step) {
        change(step)
                .flatMap(it -> it.decision().evidence())
                .ifPresent(it ->
                        sentences.add(
                                "The most that anything in the place of %s could win is %s of the rung before (outputs wrong on purpose, not ranked)"
                                        .formatted(
                                                step.rung().step(),
                                                Numbers.percent(Math.max(0, -it.change())))));
    }

    private Optional<Change> change(Climb.Step step) {
        return step.before().flatMap(it -> Change.of(it, step.row(), spread));
    }
}
