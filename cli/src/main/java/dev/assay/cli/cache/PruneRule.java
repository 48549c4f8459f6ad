package dev.assay.cli.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What of a cache may go. An entry goes where any part of the rule says so.
///
/// @param olderThan since it was written
/// @param mostBytes that may stay; the oldest go first
/// @param model beginning of the SHA-256 of a model whose plans go
public record PruneRule(
        Optional<Duration> olderThan, Optional<Long> mostBytes, Optional<String> model) {
    /// @param entries oldest first
    public List<CacheEntry> chosen(List<CacheEntry> entries, Instant now) {
        List<CacheEntry> chosen = new ArrayList<>();
        List<CacheEntry> staying = new ArrayList<>();
        for (CacheEntry entry : entries) {
            (isAsked(entry, now) ? chosen : staying).add(entry);
        }
        long left = staying.stream().mapToLong(CacheEntry::bytes).sum();
        for (CacheEntry entry : staying) {
            if (mostBytes.isPresent() && left > mostBytes.get()) {
                chosen.add(entry);
                left -= entry.bytes();
            }
        }
        return chosen;
    }

    private boolean isAsked(CacheEntry entry, Instant now) {
        return olderThan.filter(it -> entry.written().isBefore(now.minus(it))).isPresent()
                || model.filter(it -> !it.isEmpty() && entry.model().startsWith(it)).isPresent();
    }
}
