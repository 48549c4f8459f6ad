package dev.assay.core.rehearsal;

import dev.assay.core.suite.CaseId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// In which order the forks of pools are measured.
///
/// Each round has one fork of every subject of every case. The cases are shuffled, and within a
/// case the subjects: whatever the machine does for minutes falls on all pools of a case alike.
/// Equal seeds give equal orders.
public final class PoolOrder {
    private final Random random;

    public PoolOrder(long seed) {
        random = new Random(seed);
    }

    /// @param subject its number; 0 is the reference
    public record Slot(CaseId caseId, int subject) {}

    /// The next round.
    ///
    /// @param wanted what to measure once each
    public List<Slot> round(List<Slot> wanted) {
        List<CaseId> cases =
                new ArrayList<>(wanted.stream().map(Slot::caseId).distinct().sorted().toList());
        Collections.shuffle(cases, random);
        List<Slot> round = new ArrayList<>();
        for (CaseId caseId : cases) {
            List<Slot> slots =
                    new ArrayList<>(
                            wanted.stream().filter(it -> it.caseId().equals(caseId)).toList());
            Collections.shuffle(slots, random);
            round.addAll(slots);
        }
        return round;
    }
}
