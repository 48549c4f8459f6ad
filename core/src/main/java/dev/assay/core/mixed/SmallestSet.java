package dev.assay.core.mixed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Looks for a smallest part of a list with which something holds, where adding more never breaks
/// it: halves of the list first, then smaller groups, single entries at last.
///
/// For k of n entries it takes about `2k (1 + log2(n/k))` trials. Source: Junker 2004,
/// "QuickXplain: preferred explanations and relaxations for over-constrained problems", algorithm
/// 1. The set is smallest in that none of its entries can be left out; another such set may have
///    fewer.
public final class SmallestSet {
    private final Predicate<List<String>> holds;
    private final Map<String, Integer> order = new HashMap<>();
    private final int mostTrials;
    private int trials;
    private boolean cut;
    private List<String> best;

    private SmallestSet(List<String> all, Predicate<List<String>> holds, int mostTrials) {
        this.holds = holds;
        this.mostTrials = mostTrials;
        this.best = all;
        all.forEach(it -> order.put(it, order.size()));
    }

    /// @param entries in the order of the list
    /// @param smallest whether each of them was shown to be needed; else trials ran out
    public record Found(List<String> entries, int trials, boolean smallest) {
        public Found {
            entries = List.copyOf(entries);
        }
    }

    /// @param all entries with which it holds; without any it does not
    /// @param mostTrials after them, the smallest part with which it was seen to hold is the answer
    public static Found find(List<String> all, Predicate<List<String>> holds, int mostTrials) {
        SmallestSet search = new SmallestSet(all, holds, mostTrials);
        List<String> found =
                all.size() < 2 ? all : search.needed(Set.of(), false, List.copyOf(all));
        return new Found(
                search.sorted(search.cut ? search.best : found), search.trials, !search.cut);
    }

    /// @param kept besides the candidates
    /// @param changed whether something was added to it since it was last tried
    private List<String> needed(Set<String> kept, boolean changed, List<String> candidates) {
        if (changed && holds(kept)) {
            return List.of();
        }
        if (candidates.size() == 1) {
            return candidates;
        }
        int half = candidates.size() / 2;
        List<String> first = candidates.subList(0, half);
        List<String> second = candidates.subList(half, candidates.size());
        List<String> ofSecond = needed(union(kept, first), true, second);
        List<String> ofFirst = needed(union(kept, ofSecond), !ofSecond.isEmpty(), first);
        List<String> all = new ArrayList<>(ofFirst);
        all.addAll(ofSecond);
        return all;
    }

    private boolean holds(Set<String> kept) {
        if (trials >= mostTrials) {
            cut = true;
            return false;
        }
        trials++;
        boolean does = holds.test(sorted(kept));
        if (does && kept.size() < best.size()) {
            best = List.copyOf(kept);
        }
        return does;
    }

    private static Set<String> union(Set<String> one, List<String> other) {
        Set<String> both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }

    private List<String> sorted(Iterable<String> entries) {
        List<String> sorted = new ArrayList<>();
        entries.forEach(sorted::add);
        sorted.sort(Comparator.comparing(it -> order.getOrDefault(it, 0)));
        return sorted;
    }
}
