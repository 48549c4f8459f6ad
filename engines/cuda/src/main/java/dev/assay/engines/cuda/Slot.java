package dev.assay.engines.cuda;

import dev.assay.core.tensor.TensorSpec;
import java.util.List;

/// Events, host memory and host times of one query in flight.
final class Slot {
    final PinnedTensors hostOutputs;
    final Event inputStart;
    final Event inputEnd;
    final Event computeStart;
    final Event computeEnd;
    final Event outputStart;
    final Event outputEnd;

    long hostStart;
    long enqueueStart;
    long enqueueEnd;
    int batch;

    Slot(List<TensorSpec> outputs, boolean spin, NativeScope scope) {
        hostOutputs = PinnedTensors.poisoned(outputs, scope);
        inputStart = new Event(spin, scope);
        inputEnd = new Event(spin, scope);
        computeStart = new Event(spin, scope);
        computeEnd = new Event(spin, scope);
        outputStart = new Event(spin, scope);
        outputEnd = new Event(spin, scope);
    }
}
