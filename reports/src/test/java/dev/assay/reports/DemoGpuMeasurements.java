package dev.assay.reports;

import dev.assay.core.device.DeviceEvidence;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.Flow;
import dev.assay.core.run.HostEvidence;
import dev.assay.core.run.Measurement;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.SampleSummary;
import dev.assay.core.run.Steadiness;
import dev.assay.core.run.Timing;
import dev.assay.core.run.Validity;
import dev.assay.core.run.WarmUp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// Forks as a GPU's would look: every boundary, clocks, energy. All numbers are made up.
final class DemoGpuMeasurements {
    private static final double BYTES_PER_SECOND = 12e9;
    private static final int CHANNELS_IN_AND_OUT = 34;

    private DemoGpuMeasurements() {}

    static Measurement measurement(RunDirectory run, DemoGpuCase demo, int fork) {
        Map<MeasurementBoundary, Double> times = times(demo, fork);
        int samples = demo.seconds() > 0.02 ? 64 : 300;
        List<Timing> timings =
                times.entrySet().stream()
                        .sorted((a, b) ->
                                Boolean.compare(
                                        b.getKey() == headline(demo), a.getKey() == headline(demo)))
                        .map(it -> timing(run, demo, fork, it.getKey(), it.getValue(), samples))
                        .toList();
        boolean pipelined = demo.id().workload().equals("throughput");
        boolean load = demo.id().workload().startsWith("load-");
        double spacing =
                load
                        ? 1 / Double.parseDouble(demo.id().workload().substring("load-".length()))
                        : pipelined
                                ? demo.seconds(fork)
                                : times.getOrDefault(
                                        MeasurementBoundary.HOST_END_TO_END,
                                        demo.seconds(fork) * 1.02);
        Optional<DeviceEvidence> device =
                demo.onDevice()
                        ? Optional.of(
                                DemoDevice.evidence(
                                        fork, demo.capped(), spacing, pixels(demo) * 136))
                        : Optional.empty();
        boolean disturbed = demo.shared() && fork == 1;
        return new Measurement(
                identity(demo, fork),
                timings,
                new Flow(samples, samples * spacing, pipelined ? 2 : 1),
                spacing * 1.0002,
                "1.5 s and %d samples".formatted(samples),
                List.of(),
                new HostEvidence(0, 0, 0.6 + 0.2 * fork, 0.9),
                disturbed ? device.map(DemoDevice::shared) : device,
                disturbed
                        ? Validity.of(
                                List.of(
                                        "another process used the GPU: python3 (pid 4711, 2048"
                                                + " MiB) (--allow-shared accepts that)"))
                        : new Validity(true, List.of()),
                demo.capped()
                        ? List.of(
                                "clocks held down: power limit reached",
                                "the SM clock moved between %d and 1695 MHz"
                                        .formatted(1260 - 15 * fork))
                        : List.of());
    }

    private static MeasurementBoundary headline(DemoGpuCase demo) {
        if (demo.id().workload().startsWith("load")) {
            return MeasurementBoundary.SCHEDULED_END_TO_END;
        }
        return demo.onDevice()
                ? MeasurementBoundary.DEVICE_COMPUTE
                : MeasurementBoundary.HOST_END_TO_END;
    }

    private static Map<MeasurementBoundary, Double> times(DemoGpuCase demo, int fork) {
        Map<MeasurementBoundary, Double> times = new EnumMap<>(MeasurementBoundary.class);
        double compute = demo.seconds(fork);
        double copies = pixels(demo) * 4 / BYTES_PER_SECOND;
        if (!demo.tensorRt() || demo.id().workload().startsWith("load")) {
            times.put(headline(demo), compute);
            if (demo.onDevice() && demo.id().engine().startsWith("pytorch")) {
                times.put(
                        MeasurementBoundary.WITH_TRANSFERS,
                        compute + 1.4 * copies * CHANNELS_IN_AND_OUT);
            }
            return times;
        }
        times.put(MeasurementBoundary.ENQUEUE, 11e-6);
        times.put(MeasurementBoundary.H2D, copies * 3);
        times.put(MeasurementBoundary.DEVICE_COMPUTE, compute);
        times.put(MeasurementBoundary.D2H, copies * (CHANNELS_IN_AND_OUT - 3));
        times.put(MeasurementBoundary.WITH_TRANSFERS, compute + copies * CHANNELS_IN_AND_OUT);
        if (demo.id().workload().equals("latency")) {
            times.put(MeasurementBoundary.HOST_SYNC, compute + 34e-6);
            times.put(
                    MeasurementBoundary.HOST_END_TO_END,
                    compute + copies * CHANNELS_IN_AND_OUT + 61e-6);
        }
        return times;
    }

    private static long pixels(DemoGpuCase demo) {
        String[] dims = demo.id().dims().split("x", -1);
        return Long.parseLong(dims[1]) * Long.parseLong(dims[2]) * demo.id().batch();
    }

    private static Timing timing(
            RunDirectory run,
            DemoGpuCase demo,
            int fork,
            MeasurementBoundary boundary,
            double seconds,
            int samples) {
        String file = RunDirectory.samplesFile(demo.id(), boundary, fork);
        SplittableRandom random = new SplittableRandom(seconds > 0 ? fork * 31L + samples : 1);
        float[] values = new float[samples];
        for (int i = 0; i < samples; i++) {
            double tail = random.nextInt(30) == 0 ? 0.03 * random.nextDouble() : 0;
            values[i] = (float) (seconds * (1 + 0.001 * random.nextDouble() + tail));
        }
        write(run.root().resolve(file), values);
        return new Timing(
                boundary,
                SampleSummary.of(file, values, 0),
                new WarmUp(0.5, 40, seconds * 30, 0.0003, Steadiness.STEADY, "steady"));
    }

    /// Without the fsync of each file that a real run needs: there are hundreds.
    private static void write(Path file, float[] values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EngineIdentity identity(DemoGpuCase demo, int fork) {
        if (!demo.tensorRt()) {
            Map<String, String> settings = new TreeMap<>();
            settings.put("threads", "8");
            settings.put("loop", "closed, one query at a time");
            if (demo.onDevice()) {
                settings.put("tf32", "false");
                settings.put("hostWait", "spinning");
                settings.put("transfers", "true");
            }
            return new EngineIdentity(
                    "LibTorch", "2.5.1", "c3".repeat(32), "c3".repeat(32), settings);
        }
        boolean tf32 = !demo.id().precision().startsWith("fp32");
        Map<String, String> settings = new TreeMap<>();
        settings.put("typing", "weak");
        settings.put("tf32", Boolean.toString(tf32));
        settings.put("planCache", demo.builds().size() > 1 ? "built" : "hit");
        settings.put("libraryPath", "/opt/demo/tensorrt/lib/libnvinfer.so.10.6.0");
        settings.put("timingCacheSha256", "9e".repeat(32));
        settings.put("builderOptimizationLevel", "3");
        settings.put("memPoolSize", "default");
        settings.put("graph", "captured");
        settings.put("hostWait", "spinning");
        settings.put("transfers", "true");
        settings.put(
                "loop",
                demo.id().workload().equals("throughput")
                        ? "pipelined"
                        : "closed, one query at a time");
        return new EngineIdentity(
                "TensorRT",
                "10.6.0.26",
                "7d".repeat(32),
                demo.artefact(fork),
                settings,
                demo.precisions());
    }
}
