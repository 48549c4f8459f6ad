package dev.assay.core.kernels;

import dev.assay.core.kernels.ActivityTrace.Launch;
import dev.assay.core.layers.EngineLayers;
import dev.assay.core.stats.Distribution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Puts the launches of several equal queries together.
///
/// A launch is found again in the next query as the k-th one with its kernel, grid and block.
public final class KernelTimes {
    private static final double MEDIAN = 50;

    private KernelTimes() {}

    /// Which of the launches with one signature, counted from 0.
    private record Place(Activity.Signature signature, int occurrence) {}

    /// @param queries activities of each query, by their beginnings
    /// @return launches that every query has, by their beginnings; those that some query lacks are
    ///   left out
    public static List<KernelTime> merge(List<List<Activity>> queries) {
        Map<Place, List<Activity>> found = new LinkedHashMap<>();
        Map<Place, List<Double>> offsets = new HashMap<>();
        for (List<Activity> query : queries) {
            long first = query.stream().mapToLong(Activity::startNanos).min().orElse(0);
            Map<Activity.Signature, Integer> seen = new HashMap<>();
            for (Activity activity : query) {
                Place place = next(activity.signature(), seen);
                found.computeIfAbsent(place, it -> new ArrayList<>()).add(activity);
                offsets.computeIfAbsent(place, it -> new ArrayList<>())
                        .add((activity.startNanos() - first) / 1e9);
            }
        }
        List<KernelTime> times = new ArrayList<>();
        found.forEach((place, runs) -> {
            if (runs.size() == queries.size()) {
                times.add(time(runs, median(offsets.getOrDefault(place, List.of()))));
            }
        });
        times.sort(Comparator.comparingDouble(KernelTime::offsetSeconds));
        return List.copyOf(times);
    }

    private static KernelTime time(List<Activity> runs, double offset) {
        Activity first = runs.getFirst();
        List<Double> seconds = runs.stream().map(Activity::seconds).toList();
        return new KernelTime(
                first.kind(),
                first.name(),
                first.grid(),
                first.block(),
                first.bytes(),
                first.stream(),
                offset,
                median(seconds),
                seconds.stream().mapToDouble(it -> it).average().orElse(0),
                seconds.stream().mapToDouble(it -> it).min().orElse(0),
                seconds.stream().mapToDouble(it -> it).max().orElse(0),
                Optional.empty());
    }

    private static double median(List<Double> values) {
        return Distribution.quantiles(values.stream().mapToDouble(it -> it).toArray())
                .evaluate(MEDIAN);
    }

    /// Adds the layers, which another trace shows: launches out of a graph have no ranges around
    /// them.
    ///
    /// @param kernels of the queries that were timed
    /// @param named a trace with ranges, launched without a graph
    /// @param fromNanos window of one query in it
    /// @param toNanos likewise
    public static List<KernelTime> link(
            List<KernelTime> kernels,
            EngineLayers engine,
            ActivityTrace named,
            long fromNanos,
            long toNanos) {
        List<Launch> launches = named.launches(fromNanos, toNanos);
        List<Optional<LayerLink>> links = LayerLinker.link(engine, launches);
        // Occurrences are counted by their beginnings in both traces.
        List<Integer> order = new ArrayList<>(IntStream.range(0, launches.size()).boxed().toList());
        order.sort(Comparator.comparingLong(it -> launches.get(it).activity().startNanos()));
        Map<Place, Optional<LayerLink>> byPlace = new HashMap<>();
        Map<Activity.Signature, Integer> seen = new HashMap<>();
        for (int index : order) {
            byPlace.put(next(launches.get(index).activity().signature(), seen), links.get(index));
        }
        Map<Activity.Signature, Integer> counted = new HashMap<>();
        return kernels.stream()
                .map(kernel ->
                        kernel.with(
                                byPlace.getOrDefault(
                                        next(kernel.signature(), counted), Optional.empty())))
                .toList();
    }

    private static Place next(Activity.Signature signature, Map<Activity.Signature, Integer> seen) {
        return new Place(signature, seen.merge(signature, 1, Integer::sum) - 1);
    }
}
