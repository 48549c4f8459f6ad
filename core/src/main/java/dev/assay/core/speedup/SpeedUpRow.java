package dev.assay.core.speedup;

import dev.assay.core.run.MeasurementBoundary;
import java.util.List;
import java.util.Optional;

/// The speed-ups of one case.
///
/// @param reference what it is compared with; absent where nothing could be
/// @param refused why nothing is stated at any boundary
/// @param at every boundary that the case has, in the boundaries' order, then the window of
///   throughput; empty where the case has no times
/// @param notes what differs between the two and is no reason to refuse
public record SpeedUpRow(
        SpeedSide side,
        Optional<SpeedSide> reference,
        Optional<String> refused,
        List<SpeedUp> at,
        List<String> notes) {
    public SpeedUpRow {
        at = List.copyOf(at);
        notes = List.copyOf(notes);
    }

    /// Whether it is its own reference.
    public boolean itself() {
        return reference.filter(it -> it.id().equals(side.id())).isPresent();
    }

    /// @param boundary empty for the windows of throughput
    public Optional<SpeedUp> at(Optional<MeasurementBoundary> boundary) {
        return at.stream().filter(it -> it.boundary().equals(boundary)).findFirst();
    }
}
