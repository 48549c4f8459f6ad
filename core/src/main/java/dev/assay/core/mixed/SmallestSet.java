package dev.assay.core.mixed;

import java.util.ArrayList;
import java.util.Collection;
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
/// For k of n entries it takes at most about `2k (1 + log2(n/k)) + k` trials, for a single one
/// about `2 + log2(n)`. Source: Junker 2004, "QuickXplain: preferred explanations and relaxations
/// for over-constrained problems", algorithm 1; after every entry that is found those found so far
/// are tried alone, which mostly ends the search where few are needed. The set is smallest in that
/// none of its entries can be left out; another such set may have fewer.
public final class SmallestSet {
    private final Predicate<List<String>> holds;
    private final Map<String, Integer> order = new HashMap<>();
    private final int mostTrials;
    private final Set<String> found = new HashSet<>();
    private final Map<Set<String>, Boolean> tried = new HashMap<>();
    private boolean complete;
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
        if (all.size() < 2) {
            return new Found(all, 0, true);
        }
        search.look(Set.of(), false, List.copyOf(all));
        return new Found(
                search.sorted(search.cut ? search.best : search.found),
                search.tried.size(),
                !search.cut);
    }

    /// Finds those of the candidates that are needed.
    ///
    /// @param kept besides the candidates and what is found
    /// @param changed whether something was added to it since it was last tried
    private void look(Set<String> kept, boolean changed, List<String> candidates) {
        if (complete || (changed && holds(union(kept, found)))) {
            return;
        }
        if (candidates.size() == 1) {
            found.addAll(candidates);
            // None of them can be left out: each was needed beside more than the others.
            complete = holds(found);
            return;
        }
        int half = candidates.size() / 2;
        List<String> first = candidates.subList(0, half);
        int before = found.size();
        look(union(kept, first), true, candidates.subList(half, candidates.size()));
        look(kept, found.size() > before, first);
    }

    private boolean holds(Set<String> kept) {
        Boolean known = tried.get(kept);
        if (known != null) {
            return known;
        }
        if (tried.size() >= mostTrials) {
            cut = true;
            return false;
        }
        boolean does = holds.test(sorted(kept));
        tried.put(Set.copyOf(kept), does);
        if (does && kept.size() < best.size()) {
            best = List.copyOf(kept);
        }
        return does;
    }

    private static Set<String> union(Set<String> one, Collection<String> other) {
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
