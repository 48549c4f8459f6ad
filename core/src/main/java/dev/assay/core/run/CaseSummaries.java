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

    /// At the boundary that headlines and baselines use, by case id, sorted; only cases with at
    /// least one measured fork.
    public static Map<CaseId, CaseSummary> of(RunDirectory run) {
        Map<CaseId, CaseSummary> primary = new TreeMap<>();
        byBoundary(run).forEach((id, summaries) -> primary.put(id, summaries.getFirst()));
        return primary;
    }

    /// At every boundary, the one that headlines use first, by case id, sorted; only cases with at
    /// least one measured fork.
    public static Map<CaseId, List<CaseSummary>> byBoundary(RunDirectory run) {
        Map<CaseId, List<MeasurementRow>> byCase = new TreeMap<>();
        for (MeasurementRow row : run.measurements()) {
            if (row.outcome() instanceof Measured) {
                byCase.computeIfAbsent(row.caseId(), id -> new ArrayList<>()).add(row);
            }
        }
        Map<CaseId, List<CaseSummary>> summaries = new TreeMap<>();
        byCase.forEach((id, rows) -> {
            rows.sort(Comparator.comparingInt(MeasurementRow::fork));
            summaries.put(
                    id,
                    boundaries(rows).stream()
                            .map(boundary -> summarise(run, id, boundary, rows))
                            .toList());
        });
        return summaries;
    }

    /// A boundary that a fork lacks is left out: it could not stand for the case.
    private static List<MeasurementBoundary> boundaries(List<MeasurementRow> rows) {
        List<MeasurementBoundary> common = new ArrayList<>();
        for (MeasurementRow row : rows) {
            if (row.outcome() instanceof Measured(Measurement measurement)) {
                List<MeasurementBoundary> ofFork =
                        measurement.timings().stream().map(Timing::boundary).toList();
                if (common.isEmpty()) {
                    common.addAll(ofFork);
                } else {
                    common.retainAll(ofFork);
                }
            }
        }
        return common;
    }

    private static CaseSummary summarise(
            RunDirectory run,
            CaseId caseId,
            MeasurementBoundary boundary,
            List<MeasurementRow> rows) {
        List<Integer> forks = new ArrayList<>();
        List<Double> medians = new ArrayList<>();
        List<String> artefacts = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        DoubleStream.Builder pooled = DoubleStream.builder();
        double total = 0;
        double flowQueries = 0;
        double flowSeconds = 0;
        for (MeasurementRow row : rows) {
            if (row.outcome() instanceof Measured(Measurement measurement)) {
                SampleSummary samples = measurement.at(boundary).orElseThrow().samples();
                forks.add(row.fork());
                medians.add(samples.medianSeconds());
                artefacts.add(measurement.engine().artefactSha256());
                flowQueries += measurement.flow().queries();
                flowSeconds += measurement.flow().seconds();
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
                boundary,
                forks,
                medians,
                artefacts,
                seconds.length,
                seconds[0],
                CaseSummary.medianOf(medians.stream().mapToDouble(Double::doubleValue).toArray()),
                total / seconds.length,
                seconds[seconds.length - 1],
                percentile(seconds, 90, SAMPLES_FOR_P90),
                percentile(seconds, 95, SAMPLES_FOR_P95),
                percentile(seconds, 99, SAMPLES_FOR_P99),
                flowQueries / flowSeconds,
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
