package dev.assay.core.comparison;

import dev.assay.core.comparison.Turn.Side;
import dev.assay.core.suite.CaseId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// In which order forks are measured.
///
/// Each round has one fork of both subjects of every case, the cases shuffled. Whether a or b goes
/// first is drawn for each case and changes from round to round, so that four forks of a case read
/// ABBA or BAAB: a drift that is straight falls on both alike. Equal seeds give equal orders.
public final class TurnOrder {
    private final Random random;
    private final Map<CaseId, Side> first = new TreeMap<>();

    public TurnOrder(long seed) {
        random = new Random(seed);
    }

    /// @param first subject of a case in this round
    public record Pair(CaseId caseId, Side first) {}

    /// The next round over these cases.
    public List<Pair> round(List<CaseId> cases) {
        List<CaseId> order = new ArrayList<>(cases.stream().sorted().toList());
        order.stream()
                .filter(it -> !first.containsKey(it))
                .forEach(it -> first.put(it, random.nextBoolean() ? Side.A : Side.B));
        Collections.shuffle(order, random);
        return order.stream().map(this::next).toList();
    }

    private Pair next(CaseId caseId) {
        Side now = first.getOrDefault(caseId, Side.A);
        first.put(caseId, now.other());
        return new Pair(caseId, now);
    }
}
