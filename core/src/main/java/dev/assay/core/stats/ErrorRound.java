package dev.assay.core.stats;

import dev.assay.core.AssayException;
import dev.assay.core.stats.exact.QuantileSearch;
import dev.assay.core.stats.exact.Quantiles;
import dev.assay.core.stats.exact.Tally;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// One reading of all pairs on the way to their {@link ErrorStatistics}.
///
/// Exact quantiles take two rounds, rarely three, as no values are kept: the first counts, the
/// others look into the intervals in which the quantiles lie. A round's accumulators may be filled
/// in shards, in any order and on any threads, if every round reads the same pairs:
///
/// ```java
/// ErrorRound round = ErrorRound.first(MismatchTolerance.STANDARD);
/// while (true) {
///     ErrorAccumulator all = round.accumulator();
///     for (shard …) { part = round.accumulator(); part.add(…); all.merge(part); }
///     switch (round.conclude(all)) {
///         case ErrorRound.Next.Reading(ErrorRound next) -> round = next;
///         case ErrorRound.Next.Done(ErrorStatistics statistics) -> { return statistics; }
///     }
/// }
/// ```
public final class ErrorRound {
    private final List<MismatchTolerance> tolerances;
    private final Map<ErrorQuantity, QuantileSearch> searches;
    private final Optional<Moments> moments;

    private ErrorRound(
            List<MismatchTolerance> tolerances,
            Map<ErrorQuantity, QuantileSearch> searches,
            Optional<Moments> moments) {
        this.tolerances = List.copyOf(tolerances);
        this.searches = searches;
        this.moments = moments;
    }

    /// What follows a round.
    public sealed interface Next {
        /// All pairs must be read once more.
        record Reading(ErrorRound round) implements Next {}

        /// Nothing is missing.
        record Done(ErrorStatistics statistics) implements Next {}
    }

    /// The first reading of pairs of any number.
    public static ErrorRound first(List<MismatchTolerance> tolerances) {
        return first(tolerances, quantity -> QuantileSearch.counting());
    }

    /// The only reading of a few pairs, whose errors are kept.
    static ErrorRound only(List<MismatchTolerance> tolerances, int atMost) {
        return first(tolerances, quantity -> QuantileSearch.keeping(atMost));
    }

    /// A first reading that profits from a sample which a first reading has accumulated.
    ///
    /// @param share how many pairs there are for one of the sample
    ErrorRound guessing(ErrorAccumulator sample, double share) {
        Map<ErrorQuantity, QuantileSearch> guesses = new EnumMap<>(ErrorQuantity.class);
        for (ErrorQuantity quantity : ErrorQuantity.values()) {
            guesses.put(quantity, QuantileSearch.guessing(tallies(quantity, sample), share));
        }
        if (sample.moments().counts.zeroReference == 0) {
            // One search for both, as there are few zero references, if any: what it gathers
            // serves both. next() is asked about the one without zero references first.
            guesses.computeIfPresent(
                    ErrorQuantity.POLYGRAPHY, (_, own) -> guesses.get(ErrorQuantity.NONZERO));
        }
        return new ErrorRound(tolerances, guesses, Optional.empty());
    }

    private static ErrorRound first(
            List<MismatchTolerance> tolerances, Function<ErrorQuantity, QuantileSearch> search) {
        Map<ErrorQuantity, QuantileSearch> searches = new EnumMap<>(ErrorQuantity.class);
        for (ErrorQuantity quantity : ErrorQuantity.values()) {
            searches.put(quantity, search.apply(quantity));
        }
        return new ErrorRound(tolerances, searches, Optional.empty());
    }

    /// An empty accumulator for this round.
    public ErrorAccumulator accumulator() {
        return new ErrorAccumulator(this);
    }

    /// @param all what was accumulated of all pairs; used up
    /// @throws AssayException if there were none, or not those of the round before
    public Next conclude(ErrorAccumulator all) {
        Moments first = moments.orElse(all.moments());
        if (first.counts.pairs == 0) {
            throw AssayException.data("There are no elements to compare: the tensor is empty");
        }
        if (all.moments().counts.pairs != first.counts.pairs
                || all.moments().counts.finite != first.counts.finite) {
            throw AssayException.data(
                    ("%s finite of %s pairs were read at first, then %s of %s: every reading must"
                                    + " give the same")
                            .formatted(
                                    first.counts.finite,
                                    first.counts.pairs,
                                    all.moments().counts.finite,
                                    all.moments().counts.pairs));
        }
        Map<ErrorQuantity, QuantileSearch> next = new EnumMap<>(ErrorQuantity.class);
        searches.forEach((quantity, search) -> {
            if (defined(quantity, first)) {
                next.put(
                        quantity,
                        search.next(
                                tallies(quantity, all),
                                first.counts.zeros(quantity),
                                quantity == ErrorQuantity.ULP));
            }
        });
        return next.values().stream().allMatch(QuantileSearch::finished)
                ? new Next.Done(statistics(first, next))
                : new Next.Reading(new ErrorRound(tolerances, next, Optional.of(first)));
    }

    private static boolean defined(ErrorQuantity quantity, Moments moments) {
        return switch (quantity) {
            case ULP -> moments.havePlaces();
            case POLYGRAPHY -> moments.counts.zeroReference > 0;
            case ABSOLUTE, SEED000, SEED002, NONZERO, SYMMETRIC -> true;
        };
    }

    private static List<Tally> tallies(ErrorQuantity quantity, ErrorAccumulator accumulator) {
        return quantity.streams().stream().map(accumulator::tally).toList();
    }

    private static ErrorStatistics statistics(
            Moments moments, Map<ErrorQuantity, QuantileSearch> found) {
        Map<ErrorQuantity, Distribution> distributions = new EnumMap<>(ErrorQuantity.class);
        found.forEach((quantity, search) -> {
            Optional<Quantiles> quantiles = search.quantiles();
            quantiles.ifPresent(it ->
                    distributions.put(
                            quantity,
                            new Distribution(
                                    moments.maximum(quantity),
                                    moments.sum(quantity) / moments.count(quantity),
                                    it.median(),
                                    it.p99(),
                                    it.p999())));
        });
        Distribution nonzero = distributions.get(ErrorQuantity.NONZERO);
        if (moments.counts.zeroReference == 0 && nonzero != null) {
            distributions.put(ErrorQuantity.POLYGRAPHY, nonzero);
        }
        return StatisticsOf.moments(moments, distributions);
    }

    List<MismatchTolerance> tolerances() {
        return tolerances;
    }

    boolean isFirst() {
        return moments.isEmpty();
    }

    List<QuantileSearch> searches(ErrorStream stream) {
        return ErrorQuantity.using(stream).stream()
                .flatMap(quantity -> Optional.ofNullable(searches.get(quantity)).stream())
                .distinct()
                .toList();
    }
}
