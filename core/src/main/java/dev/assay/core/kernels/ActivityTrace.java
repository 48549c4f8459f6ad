package dev.assay.core.kernels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What was noted of GPU and host in a window of time.
///
/// @param dropped records that were lost
public record ActivityTrace(
        List<Activity> activities, List<HostCall> calls, List<HostRange> ranges, long dropped) {
    public ActivityTrace {
        activities = List.copyOf(activities);
        calls = List.copyOf(calls);
        ranges = List.copyOf(ranges);
    }

    /// What began on the GPU in a window of time, by its beginning.
    public List<Activity> between(long fromNanos, long toNanos) {
        return activities.stream()
                .filter(it -> it.startNanos() >= fromNanos && it.startNanos() < toNanos)
                .sorted(Comparator.comparingLong(Activity::startNanos))
                .toList();
    }

    /// Launches of a window of time in the order in which the host made them, with the ranges
    /// around each.
    List<Launch> launches(long fromNanos, long toNanos) {
        Map<Integer, HostCall> byCorrelation = new HashMap<>();
        calls.forEach(call -> byCorrelation.put(call.correlation(), call));
        List<Launch> launches = new ArrayList<>();
        for (Activity activity : between(fromNanos, toNanos)) {
            HostCall call = byCorrelation.get(activity.correlation());
            launches.add(
                    call == null
                            ? new Launch(activity, activity.startNanos(), List.of())
                            : new Launch(activity, call.startNanos(), around(call)));
        }
        launches.sort(
                Comparator.comparingLong(Launch::launchedNanos)
                        .thenComparingLong(it -> it.activity().startNanos()));
        return launches;
    }

    /// Innermost first.
    private List<String> around(HostCall call) {
        return ranges.stream()
                .filter(range -> range.holds(call))
                .sorted(Comparator.comparingLong(HostRange::nanos))
                .map(HostRange::name)
                .toList();
    }

    /// @param ranges around the launch, innermost first
    record Launch(Activity activity, long launchedNanos, List<String> ranges) {}
}
