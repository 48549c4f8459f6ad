package dev.assay.core.run;

import dev.assay.core.AssayException;
import dev.assay.core.format.FloatFile;
import dev.assay.core.run.Outcome.Measured;
import dev.assay.core.stats.Distribution;
import dev.assay.core.suite.CaseId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/// Summarises the measured cases of a run from its raw samples.
public final class CaseSummaries {
    /// Queries that a percentile needs: the binomial bounds at 99 % confidence that MLPerf's
    /// LoadGen stops by.
    public static final int SAMPLES_FOR_P90 = 64;

    public static final int SAMPLES_FOR_P95 = 130;
    public static final int SAMPLES_FOR_P99 = 662;

    private CaseSummaries() {}

    /// By case id, sorted; only cases with at least one measured fork.
    public static Map<CaseId, CaseSummary> of(RunDirectory run) {
        Map<CaseId, List<MeasurementRow>> byCase = new TreeMap<>();
        for (MeasurementRow row : run.measurements()) {
            if (row.outcome() instanceof Measured) {
                byCase.computeIfAbsent(row.caseId(), id -> new ArrayList<>()).add(row);
            }
        }
        Map<CaseId, CaseSummary> summaries = new TreeMap<>();
        byCase.forEach((id, rows) -> {
            rows.sort(Comparator.comparingInt(MeasurementRow::fork));
            summaries.put(id, summarise(run, id, rows));
        });
        return summaries;
    }

    private static CaseSummary summarise(
            RunDirectory run, CaseId caseId, List<MeasurementRow> rows) {
        List<Integer> forks = new ArrayList<>();
        List<Double> medians = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        DoubleStream.Builder pooled = DoubleStream.builder();
        double total = 0;
        for (MeasurementRow row : rows) {
            if (row.outcome() instanceof Measured(Measurement measurement)) {
                SampleSummary samples = measurement.samples();
                forks.add(row.fork());
                medians.add(samples.medianSeconds());
                total += samples.meanSeconds() * samples.count();
                measurement
                        .validity()
                        .reasons()
                        .forEach(reason -> reasons.add("fork " + row.fork() + ": " + reason));
                for (float sample : read(run, samples)) {
                    pooled.add(sample);
                }
            }
        }
        double[] seconds = pooled.build().sorted().toArray();
        return new CaseSummary(
                caseId,
                forks,
                medians,
                seconds.length,
                seconds[0],
                CaseSummary.medianOf(medians.stream().mapToDouble(Double::doubleValue).toArray()),
                total / seconds.length,
                seconds[seconds.length - 1],
                percentile(seconds, 90, SAMPLES_FOR_P90),
                percentile(seconds, 95, SAMPLES_FOR_P95),
                percentile(seconds, 99, SAMPLES_FOR_P99),
                reasons);
    }

    private static float[] read(RunDirectory run, SampleSummary samples) {
        Path file = run.root().resolve(samples.file());
        float[] seconds = FloatFile.read(file);
        if (seconds.length != samples.count() || seconds.length == 0) {
            throw AssayException.data(
                    "%s holds %s samples, the measurement says %s: the file is damaged"
                            .formatted(file, seconds.length, samples.count()));
        }
        return seconds;
    }

    private static OptionalDouble percentile(double[] seconds, double percent, int needed) {
        return seconds.length < needed
                ? OptionalDouble.empty()
                : OptionalDouble.of(Distribution.quantiles(seconds).evaluate(percent));
    }
}
