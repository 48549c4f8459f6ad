package dev.assay.engines.cuda.cupti;

import dev.assay.core.kernels.Activity;
import dev.assay.core.kernels.ActivityTrace;
import dev.assay.core.kernels.HostCall;
import dev.assay.core.kernels.HostRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Collects records; CUPTI hands its buffers over in a thread of its own.
final class TraceBuilder {
    private record Open(String name, int thread, long startNanos) {}

    private final List<Activity> activities = new ArrayList<>();
    private final List<HostCall> calls = new ArrayList<>();
    private final List<HostRange> ranges = new ArrayList<>();
    private final Map<Integer, Open> open = new HashMap<>();
    private final Map<Integer, Long> ends = new HashMap<>();
    private long dropped;

    synchronized void add(Activity activity) {
        activities.add(activity);
    }

    synchronized void add(HostCall call) {
        calls.add(call);
    }

    synchronized void begin(int id, String name, int thread, long nanos) {
        Long end = ends.remove(id);
        if (end == null) {
            open.put(id, new Open(name, thread, nanos));
        } else {
            ranges.add(new HostRange(name, thread, nanos, end));
        }
    }

    /// The end can lie in an earlier buffer than the beginning.
    synchronized void end(int id, long nanos) {
        Open begun = open.remove(id);
        if (begun == null) {
            ends.put(id, nanos);
        } else {
            ranges.add(new HostRange(begun.name(), begun.thread(), begun.startNanos(), nanos));
        }
    }

    synchronized void drop(long records) {
        dropped += records;
    }

    /// What was collected; begins anew.
    synchronized ActivityTrace take() {
        ActivityTrace trace = new ActivityTrace(activities, calls, ranges, dropped);
        activities.clear();
        calls.clear();
        ranges.clear();
        open.clear();
        ends.clear();
        dropped = 0;
        return trace;
    }
}
