package dev.assay.benchmarks.profile;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.kernels.KernelProfile;
import dev.assay.core.kernels.KernelTime;
import dev.assay.core.kernels.KernelTimes;
import dev.assay.core.layers.EngineLayers;
import dev.assay.core.layers.InspectorReport;
import dev.assay.core.process.Worker;
import dev.assay.core.speed.Ceilings;
import dev.assay.core.suite.Workload;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.DeviceCeilings;
import dev.assay.engines.DeviceTracer;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineProviders;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.PipelineSettings;
import dev.assay.engines.Session;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Profiles one case in a process of its own: what is noted costs time, and what libraries do when
/// someone listens to them is not what they do else.
///
/// Kernels are timed as the case runs them, out of its CUDA graph. Which layer each belongs to is
/// seen in a second trace without a graph, in which the library names the layers.
public final class ProfileWorker {
    private static final int NAMED_QUERIES = 3;

    private final ProfileJob job;
    private final List<String> notes = new ArrayList<>();

    private ProfileWorker(ProfileJob job) {
        this.job = job;
    }

    public static void main(String[] args) throws IOException {
        Worker.main(args, ProfileJob.class, job -> new ProfileWorker(job).run());
    }

    private KernelProfile run() {
        DeviceTracer tracer =
                DeviceTracer.find()
                        .orElseThrow(() ->
                                new AssayException(
                                        ErrorKind.UNSUPPORTED,
                                        "Engine %s runs no kernels that can be noted from here"
                                                .formatted(job.caseId().engine())));
        tracer.open();
        KernelProfile profile;
        try (Arena arena = Arena.ofShared();
                Engine engine = EngineProviders.load(job.engine());
                Session session = engine.openSession()) {
            Map<String, TensorData> inputs =
                    ModelInputs.read(job.inputs(), job.rowShape(), arena)
                            .batch(0, job.batch(), arena);
            Optional<EngineLayers> layers = layers(session, inputs);
            profiler(session, inputs);
            profile = profile(tracer, session, inputs, layers);
        }
        write(KernelProfile.file(job.caseId()), Json.indented().writeValueAsString(profile));
        return profile;
    }

    private KernelProfile profile(
            DeviceTracer tracer,
            Session session,
            Map<String, TensorData> inputs,
            Optional<EngineLayers> layers) {
        PipelineSettings settings =
                PipelineSettings.of(job.engine().request(), Workload.Kind.LATENCY);
        List<KernelTime> kernels;
        double compute;
        double traced;
        String graph;
        try (TracedQueries queries = TracedQueries.open(session, inputs, settings)) {
            compute = queries.computeSeconds(job.queries());
            TracedQueries.Traced times = queries.trace(tracer, job.queries(), false);
            traced = times.computeSeconds();
            graph = queries.graph();
            kernels = KernelTimes.merge(times.queries());
            check(times, kernels);
        }
        if (layers.isPresent()) {
            kernels = linked(tracer, session, inputs, settings, kernels, layers.get());
        }
        Optional<Ceilings> ceilings =
                job.measureCeilings()
                        ? attempt(
                                "what the GPU can do at most",
                                () -> DeviceCeilings.find().map(DeviceCeilings::measure))
                        : job.ceilings();
        return new KernelProfile(
                KernelProfile.SCHEMA,
                job.caseId(),
                job.engine().identity().artefactSha256(),
                job.engine().identity().settings().getOrDefault("gpu", ""),
                job.queries(),
                graph,
                compute,
                traced,
                kernels,
                ceilings,
                notes);
    }

    private void check(TracedQueries.Traced times, List<KernelTime> kernels) {
        if (kernels.isEmpty()) {
            throw new AssayException(
                    ErrorKind.ENVIRONMENT,
                    "CUPTI noted no kernel of %s: the driver may not allow it, or the engine runs in another process"
                            .formatted(job.caseId()));
        }
        if (times.trace().dropped() > 0) {
            notes.add(times.trace().dropped() + " records were lost: sums are too small");
        }
        int most = times.queries().stream().mapToInt(List::size).max().orElse(0);
        if (most != kernels.size()) {
            notes.add(
                    "queries ran up to %d kernels, %d of which every query ran: the others are left out"
                            .formatted(most, kernels.size()));
        }
    }

    private List<KernelTime> linked(
            DeviceTracer tracer,
            Session session,
            Map<String, TensorData> inputs,
            PipelineSettings settings,
            List<KernelTime> kernels,
            EngineLayers layers) {
        PipelineSettings direct =
                new PipelineSettings(settings.depth(), false, false, settings.spin());
        return attempt(
                        "which layers the kernels belong to",
                        () -> {
                            try (TracedQueries queries =
                                    TracedQueries.open(session, inputs, direct)) {
                                TracedQueries.Traced named =
                                        queries.trace(tracer, NAMED_QUERIES, true);
                                if (named.trace().ranges().isEmpty()) {
                                    notes.add(
                                            "the library named no ranges: layers are found by their tactics and places");
                                }
                                TracedQueries.Window last = named.windows().getLast();
                                return Optional.of(
                                        KernelTimes.link(
                                                kernels,
                                                layers,
                                                named.trace(),
                                                last.fromNanos(),
                                                last.toNanos()));
                            }
                        })
                .orElse(kernels);
    }

    private Optional<EngineLayers> layers(Session session, Map<String, TensorData> inputs) {
        return attempt(
                "the engine's layers",
                () -> {
                    Optional<String> json = session.layers(inputs);
                    json.ifPresent(it -> write(KernelProfile.layersFile(job.caseId()), it));
                    return json.map(InspectorReport::parse);
                });
    }

    private void profiler(Session session, Map<String, TensorData> inputs) {
        attempt(
                "what the library's own profiler says",
                () ->
                        session.profile(inputs, job.queries())
                                .map(it -> {
                                    it.write(
                                            job.runRoot()
                                                    .resolve(
                                                            KernelProfile.profilerFile(
                                                                    job.caseId())));
                                    return it;
                                }));
    }

    /// A part that fails leaves itself out and says why; the others stand.
    private <T> Optional<T> attempt(String what, Supplier<Optional<T>> part) {
        try {
            return part.get();
        } catch (AssayException | LinkageError e) {
            e.printStackTrace();
            notes.add("%s could not be found out: %s".formatted(what, e.getMessage()));
            return Optional.empty();
        }
    }

    private void write(String file, String text) {
        AtomicFile.write(job.runRoot().resolve(file), text);
    }
}
