package dev.assay.core.comparison;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.Measurement;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.MeasurementRow;
import dev.assay.core.run.Outcome.Measured;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The measured forks of one subject's cases, by number.
public record SideForks(Map<CaseId, Map<Integer, Fork>> cases) {

    /// @param seconds median of the fork's queries at the boundary that headlines use
    /// @param artefact SHA-256 of the engine that the fork loaded
    /// @param reasons why the number may not be used; empty where it may
    /// @param clockMegahertz median clock of the GPU meanwhile, where there is one
    public record Fork(
            MeasurementBoundary boundary,
            double seconds,
            String artefact,
            List<String> reasons,
            EngineIdentity engine,
            Optional<Double> clockMegahertz) {
        boolean valid() {
            return reasons.isEmpty();
        }
    }

    /// Medians of the valid forks of each case, in fork order.
    public static Map<CaseId, List<Double>> validSeconds(RunDirectory run) {
        Map<CaseId, List<Double>> seconds = new TreeMap<>();
        of(run).cases()
                .forEach((id, forks) ->
                        seconds.put(
                                id,
                                forks.values().stream()
                                        .filter(Fork::valid)
                                        .map(Fork::seconds)
                                        .toList()));
        return seconds;
    }

    static SideForks of(RunDirectory run) {
        Map<CaseId, Map<Integer, Fork>> cases = new TreeMap<>();
        for (MeasurementRow row : run.measurements()) {
            if (row.outcome() instanceof Measured(Measurement measurement)) {
                cases.computeIfAbsent(row.caseId(), id -> new TreeMap<>())
                        .put(row.fork(), fork(measurement));
            }
        }
        return new SideForks(cases);
    }

    private static Fork fork(Measurement measurement) {
        return new Fork(
                measurement.primary().boundary(),
                measurement.primary().samples().medianSeconds(),
                measurement.engine().artefactSha256(),
                measurement.validity().reasons(),
                measurement.engine(),
                measurement.device().map(DeviceEvidence::smClockMegahertz).map(it -> it.median()));
    }

    Map<Integer, Fork> of(CaseId caseId) {
        return cases.getOrDefault(caseId, Map.of());
    }
}
