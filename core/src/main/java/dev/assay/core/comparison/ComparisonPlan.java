package dev.assay.core.comparison;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.assay.core.AssayException;
import dev.assay.core.comparison.Turn.Stage;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import java.util.List;
import java.util.Optional;

/// `comparison.json` of a run: that it compares two subjects, and how.
///
/// The run directory is that of b, the candidate; the run of a, the reference, lies in the folder
/// `a` below it.
///
/// @param seed of the order of the forks
/// @param screenForks a side that every case gets; 0 where no screen chooses cases
/// @param confirmForks a side, fresh ones, that a suspected case gets, or every case without screen
/// @param builds of each engine that has to be rebuilt, a side
/// @param rebuilt cases whose engines differ between the sides and are built for a device: they get
///   no screen, and two forks of each build
/// @param margin relative change up to which the sides count as equal
@JsonPropertyOrder({"schema"})
public record ComparisonPlan(
        String schema,
        Subject a,
        Subject b,
        long seed,
        int screenForks,
        int confirmForks,
        int builds,
        List<CaseId> rebuilt,
        double margin) {
    public static final String SCHEMA = "assay.comparison/1";

    /// Fewer builds or forks a side can never be significant: the least p of the exact permutation
    /// test of three against three is 0.10.
    public static final int FEWEST = 4;

    private static final int FORKS_OF_A_BUILD = 2;
    private static final String FILE = "comparison.json";
    private static final int MOST_FORKS = 1000;

    public ComparisonPlan {
        rebuilt = List.copyOf(rebuilt);
        if (screenForks < 0 || screenForks == 1 || screenForks > MOST_FORKS) {
            throw AssayException.config(
                    "A screen has 2 to %s forks a side, or 0 for none, not %s"
                            .formatted(MOST_FORKS, screenForks));
        }
        if (confirmForks < 2 || confirmForks > MOST_FORKS) {
            throw AssayException.config(
                    "A decision needs 2 to %s forks a side, not %s"
                            .formatted(MOST_FORKS, confirmForks));
        }
        if (!(margin > 0 && margin < 1)) {
            throw AssayException.config("A margin is a share such as 0.03, not " + margin);
        }
    }

    public static ComparisonPlan of(
            Subject a, Subject b, long seed, int screen, int confirm, double margin) {
        return new ComparisonPlan(SCHEMA, a, b, seed, screen, confirm, FEWEST, List.of(), margin);
    }

    /// The same for a run in which these cases are rebuilt.
    public ComparisonPlan rebuilding(List<CaseId> cases) {
        return new ComparisonPlan(
                schema, a, b, seed, screenForks, confirmForks, builds, cases, margin);
    }

    /// Valid forks a side that a case needs in a stage.
    public int forks(CaseId caseId, Stage stage) {
        boolean isRebuilt = rebuilt.contains(caseId);
        return switch (stage) {
            case SCREEN -> isRebuilt ? 0 : screenForks;
            case CONFIRM -> isRebuilt ? FORKS_OF_A_BUILD * builds : confirmForks;
        };
    }

    /// The plan of a run, if it compares two subjects.
    public static Optional<ComparisonPlan> find(RunDirectory run) {
        return run.read(FILE, SCHEMA, ComparisonPlan.class);
    }

    public void write(RunDirectory run) {
        run.write(FILE, this);
    }

    /// Where the reference was measured.
    public static RunDirectory reference(RunDirectory run) {
        return new RunDirectory(run.root().resolve("a"));
    }

    /// For people.
    public String design() {
        String forks =
                screenForks == 0
                        ? confirmForks + " forks a side"
                        : "%s forks a side, %s fresh ones for suspects"
                                .formatted(screenForks, confirmForks);
        return !rebuilt.isEmpty()
                ? forks + ", rebuilt engines %s times a side".formatted(builds)
                : forks;
    }
}
