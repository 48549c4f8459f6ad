package dev.assay.core.rehearsal;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.assay.core.AssayException;
import dev.assay.core.comparison.Subject;
import dev.assay.core.run.RunDirectory;
import java.util.List;
import java.util.Optional;

/// `pools.json` of a run: that it holds many forks of several subjects, to draw rehearsals from.
///
/// The run directory is that of the reference; the runs of the candidates lie in the folders `1`,
/// `2` … below it.
///
/// @param seed of the order of the forks
/// @param referenceForks valid ones of each case that the reference gets; both sides of a rehearsal
///   without a change are drawn from them
/// @param candidateForks likewise of each candidate
@JsonPropertyOrder({"schema"})
public record PoolPlan(
        String schema,
        Subject reference,
        List<Subject> candidates,
        long seed,
        int referenceForks,
        int candidateForks) {
    public static final String SCHEMA = "assay.pools/1";

    private static final String FILE = "pools.json";
    private static final int MOST_FORKS = 1000;

    public PoolPlan {
        candidates = List.copyOf(candidates);
        if (Math.min(referenceForks, candidateForks) < 2
                || Math.max(referenceForks, candidateForks) > MOST_FORKS) {
            throw AssayException.config(
                    "A pool has 2 to %s forks of a case, not %s of the reference and %s of a candidate"
                            .formatted(MOST_FORKS, referenceForks, candidateForks));
        }
        if (candidates.isEmpty()) {
            throw AssayException.config(
                    "Name at least one candidate, for example --candidate slowdown=0.05");
        }
    }

    public static PoolPlan of(
            Subject reference,
            List<Subject> candidates,
            long seed,
            int referenceForks,
            int candidateForks) {
        return new PoolPlan(SCHEMA, reference, candidates, seed, referenceForks, candidateForks);
    }

    /// The reference and the candidates.
    public int subjects() {
        return 1 + candidates.size();
    }

    /// @param number 0 is the reference
    public Subject subject(int number) {
        return number == 0 ? reference : candidates.get(number - 1);
    }

    /// Valid forks that a subject gets of each case.
    public int forks(int number) {
        return number == 0 ? referenceForks : candidateForks;
    }

    /// Whether pools of both plans can be judged together.
    public boolean sameSubjects(PoolPlan other) {
        return reference.equals(other.reference) && candidates.equals(other.candidates);
    }

    public int mostForks() {
        return Math.max(referenceForks, candidateForks);
    }

    /// Whether a subject has a fork in a round. Those of one with fewer forks are spread over all
    /// rounds: every pool sees the whole session, and one that is ended early leaves pools of the
    /// proportions that were asked for.
    ///
    /// @param number of the subject; 0 is the reference
    /// @param round from 0, below {@link #mostForks}
    public boolean measures(int number, int round) {
        return (round + 1) * forks(number) / mostForks() > round * forks(number) / mostForks();
    }

    /// Where a subject is measured.
    public static RunDirectory folder(RunDirectory run, int number) {
        return number == 0 ? run : new RunDirectory(run.root().resolve(Integer.toString(number)));
    }

    /// The plan of a run, if it holds pools.
    public static Optional<PoolPlan> find(RunDirectory run) {
        return run.read(FILE, SCHEMA, PoolPlan.class);
    }

    public void write(RunDirectory run) {
        run.write(FILE, this);
    }
}
