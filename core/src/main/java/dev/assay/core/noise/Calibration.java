package dev.assay.core.noise;

import dev.assay.core.format.JsonLines;
import dev.assay.core.run.EnvironmentId;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.suite.CaseId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How noisy each case is on one kind of machine, as it was last calibrated.
public record Calibration(Map<CaseId, CalibrationRow> rows) {
    public Calibration {
        rows = new TreeMap<>(rows);
    }

    public static Calibration none() {
        return new Calibration(Map.of());
    }

    /// The latest row of each case; without any where nothing was calibrated.
    ///
    /// @param baselines the folder of all environments
    public static Calibration read(Path baselines, EnvironmentId environment) {
        Map<CaseId, CalibrationRow> latest = new TreeMap<>();
        JsonLines.read(file(baselines, environment), CalibrationRow.SCHEMA, CalibrationRow.class)
                .forEach(row -> latest.put(row.caseId(), row));
        return new Calibration(latest);
    }

    /// Adds rows; earlier ones stay in the file.
    public static void append(
            Path baselines, EnvironmentId environment, List<CalibrationRow> rows) {
        rows.forEach(row -> JsonLines.append(file(baselines, environment), row));
    }

    private static Path file(Path baselines, EnvironmentId environment) {
        return baselines.resolve(environment.shortForm()).resolve("calibration.jsonl");
    }

    /// Of the case at the boundary, nothing compares across.
    public Optional<CalibrationRow> find(CaseId caseId, MeasurementBoundary boundary) {
        return Optional.ofNullable(rows.get(caseId)).filter(it -> it.boundary() == boundary);
    }

    /// What identical subjects may differ by; 0 where nothing is known.
    public double floor(CaseId caseId, MeasurementBoundary boundary) {
        return find(caseId, boundary).map(CalibrationRow::floor).orElse(0.0);
    }
}
