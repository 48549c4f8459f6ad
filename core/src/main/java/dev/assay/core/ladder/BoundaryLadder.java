package dev.assay.core.ladder;

import dev.assay.core.AssayException;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Every boundary of one case, measured one after another in one process.
///
/// @param engine library and version
/// @param rungs that the engine has, in the order of {@link Rung}
/// @param notes what was left out, and why
public record BoundaryLadder(
        String schema, CaseId caseId, String engine, List<RungTime> rungs, List<String> notes) {
    /// The newest schema that this version reads and the one that it writes.
    public static final String SCHEMA = "assay.boundaries/1";

    public BoundaryLadder {
        rungs = List.copyOf(rungs);
        notes = List.copyOf(notes);
    }

    /// `boundaries/<case>.json`, relative to the run directory.
    public static String file(CaseId caseId) {
        return "boundaries/" + caseId + ".json";
    }

    /// @throws AssayException if it is damaged or of a newer schema
    public static Optional<BoundaryLadder> read(RunDirectory run, CaseId caseId) {
        return run.read(file(caseId), SCHEMA, BoundaryLadder.class);
    }

    /// The same with the sum of the layers' times, which a profile found.
    public BoundaryLadder withLayers(double seconds) {
        List<RungTime> more = new ArrayList<>();
        more.add(new RungTime(Rung.SUM_OF_LAYERS, seconds, seconds, 0));
        rungs.stream().filter(it -> it.rung() != Rung.SUM_OF_LAYERS).forEach(more::add);
        return new BoundaryLadder(schema, caseId, engine, more, notes);
    }

    /// Median of a rung.
    public OptionalDouble seconds(Rung rung) {
        return rungs.stream()
                .filter(it -> it.rung() == rung)
                .mapToDouble(RungTime::medianSeconds)
                .findFirst();
    }

    /// What the highest rung is made of.
    ///
    /// A part is the difference of two rungs: transfers = with transfers − device compute, launch
    /// and wait = enqueue to sync − device compute, the rest of a query is what end to end has
    /// beyond these. A difference below 0, where the host works while the device does, counts as 0.
    public Map<Part, Double> parts() {
        Map<Part, Double> parts = new EnumMap<>(Part.class);
        OptionalDouble compute = seconds(Rung.DEVICE_COMPUTE);
        OptionalDouble layers = seconds(Rung.SUM_OF_LAYERS);
        if (compute.isPresent()) {
            double device = compute.getAsDouble();
            if (layers.isPresent()) {
                parts.put(Part.LAYERS, Math.min(layers.getAsDouble(), device));
                parts.put(Part.GAPS, Math.max(0, device - layers.getAsDouble()));
            } else {
                parts.put(Part.DEVICE, device);
            }
            beyond(Rung.WITH_TRANSFERS, device).ifPresent(it -> parts.put(Part.TRANSFERS, it));
            beyond(Rung.ENQUEUE_TO_SYNC, device).ifPresent(it -> parts.put(Part.LAUNCH, it));
        }
        double before = parts.values().stream().mapToDouble(Double::doubleValue).sum();
        beyond(Rung.END_TO_END, before).ifPresent(it -> parts.put(Part.QUERY, it));
        OptionalDouble endToEnd = seconds(Rung.END_TO_END);
        if (endToEnd.isPresent()) {
            beyond(Rung.WITH_HEAP_ARRAYS, endToEnd.getAsDouble())
                    .ifPresent(it -> parts.put(Part.HEAP, it));
        }
        return parts;
    }

    private OptionalDouble beyond(Rung rung, double seconds) {
        OptionalDouble time = seconds(rung);
        return time.isPresent()
                ? OptionalDouble.of(Math.max(0, time.getAsDouble() - seconds))
                : time;
    }
}
