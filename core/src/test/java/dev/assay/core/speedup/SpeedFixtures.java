package dev.assay.core.speedup;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.device.Range;
import dev.assay.core.device.ThrottleReason;
import dev.assay.core.run.CaseSummary;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.Flow;
import dev.assay.core.run.HostEvidence;
import dev.assay.core.run.Measurement;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.SampleSummary;
import dev.assay.core.run.Steadiness;
import dev.assay.core.run.Timing;
import dev.assay.core.run.Validity;
import dev.assay.core.run.WarmUp;
import dev.assay.core.suite.CaseId;
import dev.assay.core.verdict.AccuracyStanding;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// Sides of comparisons with made-up times; every property can be changed on its own.
record SpeedFixtures(
        String engine,
        String precision,
        int batch,
        String workload,
        Map<MeasurementBoundary, Double> seconds,
        double queriesPerSecond,
        int inFlight,
        Map<String, String> settings,
        List<DeviceEvidence> devices,
        AccuracyStanding standing,
        Optional<String> unusable) {
    static final String GPU = "GPU-1";

    /// On a GPU at 1980 MHz, TF32 off, 10 ms in DEVICE_COMPUTE and 12 ms WITH_TRANSFERS.
    static SpeedFixtures gpu(String engine, String precision) {
        return new SpeedFixtures(
                engine,
                precision,
                1,
                "latency",
                times(MeasurementBoundary.DEVICE_COMPUTE, 0.010)
                        .also(MeasurementBoundary.WITH_TRANSFERS, 0.012)
                        .map(),
                80,
                1,
                Map.of(
                        "tf32", "false",
                        "computeCapability", "9.0",
                        "transfers", "true",
                        "graph", "captured",
                        "hostWait", "spinning"),
                List.of(device(GPU, 1980), device(GPU, 1980), device(GPU, 1980)),
                AccuracyStanding.PASSED,
                Optional.empty());
    }

    /// 50 ms in HOST_END_TO_END.
    static SpeedFixtures cpu(String engine) {
        return new SpeedFixtures(
                engine,
                "fp32",
                1,
                "latency",
                times(MeasurementBoundary.HOST_END_TO_END, 0.050).map(),
                20,
                1,
                Map.of("threads", "2"),
                List.of(),
                AccuracyStanding.PASSED,
                Optional.empty());
    }

    /// Times by boundary, one after the other.
    record Times(Map<MeasurementBoundary, Double> map) {
        Times also(MeasurementBoundary boundary, double seconds) {
            Map<MeasurementBoundary, Double> all = new EnumMap<>(map);
            all.put(boundary, seconds);
            return new Times(all);
        }
    }

    static Times times(MeasurementBoundary boundary, double seconds) {
        return new Times(new EnumMap<>(Map.of(boundary, seconds)));
    }

    static DeviceEvidence device(String uuid, double clock, ThrottleReason... reasons) {
        return new DeviceEvidence(
                uuid,
                "NVIDIA H200",
                30,
                new Range(clock, clock, clock),
                new Range(3201, 3201, 3201),
                new Range(400, 410, 420),
                700,
                new Range(40, 45, 46),
                List.of(reasons),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    SpeedFixtures at(Times times) {
        return with(times.map(), queriesPerSecond, inFlight, settings, devices);
    }

    SpeedFixtures flow(double rate, int queries) {
        return with(seconds, rate, queries, settings, devices);
    }

    SpeedFixtures set(String key, String value) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put(key, value);
        return with(seconds, queriesPerSecond, inFlight, all, devices);
    }

    SpeedFixtures unset(String key) {
        Map<String, String> all = new TreeMap<>(settings);
        all.remove(key);
        return with(seconds, queriesPerSecond, inFlight, all, devices);
    }

    SpeedFixtures on(DeviceEvidence... evidence) {
        return with(seconds, queriesPerSecond, inFlight, settings, List.of(evidence));
    }

    SpeedFixtures batch(int images) {
        return asked(images, workload);
    }

    SpeedFixtures under(String load) {
        return asked(batch, load);
    }

    private SpeedFixtures asked(int images, String load) {
        return new SpeedFixtures(
                engine,
                precision,
                images,
                load,
                seconds,
                queriesPerSecond,
                inFlight,
                settings,
                devices,
                standing,
                unusable);
    }

    SpeedFixtures standing(AccuracyStanding word) {
        return new SpeedFixtures(
                engine,
                precision,
                batch,
                workload,
                seconds,
                queriesPerSecond,
                inFlight,
                settings,
                devices,
                word,
                unusable);
    }

    SpeedFixtures unusable(String reason) {
        return new SpeedFixtures(
                engine,
                precision,
                batch,
                workload,
                Map.of(),
                queriesPerSecond,
                inFlight,
                settings,
                List.of(),
                AccuracyStanding.ABSENT,
                Optional.of(reason));
    }

    private SpeedFixtures with(
            Map<MeasurementBoundary, Double> times,
            double rate,
            int queries,
            Map<String, String> facts,
            List<DeviceEvidence> evidence) {
        return new SpeedFixtures(
                engine, precision, batch, workload, times, rate, queries, facts, evidence, standing,
                unusable);
    }

    SpeedSide side() {
        CaseId id =
                new CaseId(
                        "net/%s/%s/b%s/3x8x8/base/%s"
                                .formatted(engine, precision, batch, workload));
        List<CaseSummary> summaries = new ArrayList<>();
        seconds.forEach((boundary, time) -> summaries.add(summary(id, boundary, time)));
        return new SpeedSide(id, unusable, standing, summaries, forks());
    }

    private List<Measurement> forks() {
        if (unusable.isPresent()) {
            return List.of();
        }
        return devices.isEmpty()
                ? List.of(fork(Optional.empty()))
                : devices.stream().map(it -> fork(Optional.of(it))).toList();
    }

    private CaseSummary summary(CaseId id, MeasurementBoundary boundary, double time) {
        return new CaseSummary(
                id,
                boundary,
                List.of(0),
                List.of(time),
                List.of("a"),
                1,
                time,
                time,
                time,
                time,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                queriesPerSecond,
                List.of());
    }

    private Measurement fork(Optional<DeviceEvidence> device) {
        List<Timing> timings =
                seconds.entrySet().stream()
                        .map(it ->
                                new Timing(
                                        it.getKey(),
                                        SampleSummary.of(
                                                "none",
                                                new float[] {it.getValue().floatValue()},
                                                0),
                                        new WarmUp(0, 0, 0, 0, Steadiness.STEADY, "steady")))
                        .toList();
        return new Measurement(
                new EngineIdentity(engine, "1", "m", "a", settings),
                timings,
                new Flow(1, 1 / queriesPerSecond, inFlight),
                0,
                "enough",
                List.of(),
                new HostEvidence(0, 0, 0, 0),
                device,
                new Validity(true, List.of()),
                List.of());
    }
}
