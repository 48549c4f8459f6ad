package dev.assay.benchmarks.profile;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.kernels.KernelProfile;
import dev.assay.core.layers.EngineLayers;
import dev.assay.core.layers.InspectorReport;
import dev.assay.core.process.Reply;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.StageListener;
import dev.assay.core.speed.Ceilings;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineDescriptor;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.EngineRuntime;
import dev.assay.engines.EngineStore;
import dev.assay.engines.PreparedEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Profiles cases of a run, each in a process of its own, after everything was timed.
///
/// A case that cannot be profiled is named and has no profile; nothing that was measured changes.
public final class ProfileStage {
    private static final String STAGE = "profile";

    private final RunDirectory run;
    private final EngineCatalog catalog;
    private final EngineRuntime runtime;
    private final StageListener listener;

    public ProfileStage(
            RunDirectory run,
            EngineCatalog catalog,
            EngineRuntime runtime,
            StageListener listener) {
        this.run = run;
        this.catalog = catalog;
        this.runtime = runtime;
        this.listener = listener;
    }

    /// @param queries to trace of each case
    /// @param ceilings whether what the GPU can do is measured, too
    /// @return how many cases have a profile now
    public int profile(List<BenchmarkCase> cases, int queries, boolean ceilings) {
        List<BenchmarkCase> chosen = once(cases.stream().filter(this::onDevice).toList());
        EngineStore engines = new EngineStore(run.root(), runtime);
        listener.started(STAGE, chosen.size());
        int done = 0;
        Optional<Ceilings> known = Optional.empty();
        for (BenchmarkCase it : chosen) {
            listener.working(STAGE, it.id().text());
            Optional<KernelProfile> profile = profile(engines, it, queries, ceilings, known);
            done += profile.isPresent() ? 1 : 0;
            known = known.or(() -> profile.flatMap(KernelProfile::ceilings));
        }
        listener.finished(STAGE);
        return done;
    }

    private boolean onDevice(BenchmarkCase it) {
        return it.skipped().isEmpty()
                && catalog.get(it.engine().id()).device() != EngineDescriptor.Device.CPU;
    }

    /// Workloads of one engine, batch and shape run the same kernels.
    private static List<BenchmarkCase> once(List<BenchmarkCase> cases) {
        Set<String> seen = new HashSet<>();
        List<BenchmarkCase> first = new ArrayList<>();
        for (BenchmarkCase it : cases) {
            String id = it.id().text();
            if (seen.add(id.substring(0, id.lastIndexOf('/')))) {
                first.add(it);
            }
        }
        return first;
    }

    private Optional<KernelProfile> profile(
            EngineStore engines,
            BenchmarkCase it,
            int queries,
            boolean ceilings,
            Optional<Ceilings> known) {
        return switch (engines.get(EngineRequest.of(it, catalog, 0))) {
            case Reply.Broken<PreparedEngine>(var error, String reason) -> {
                listener.done(STAGE, it.id() + " has no engine: " + reason);
                yield Optional.empty();
            }
            case Reply.Done<PreparedEngine>(PreparedEngine engine) ->
                    profile(engine, it, queries, ceilings, known);
        };
    }

    private Optional<KernelProfile> profile(
            PreparedEngine engine,
            BenchmarkCase it,
            int queries,
            boolean ceilings,
            Optional<Ceilings> known) {
        ProfileJob job =
                new ProfileJob(
                        it.id(),
                        engine,
                        it.model().inputs(),
                        it.shape(),
                        it.batch(),
                        queries,
                        ceilings && known.isEmpty(),
                        known,
                        run.root());
        Path folder = run.work().resolve(STAGE).resolve(it.id().text());
        Reply<KernelProfile> reply =
                runtime.profiling(engine.request().engine(), folder)
                        .run(ProfileWorker.class, job, KernelProfile.class);
        return switch (reply) {
            case Reply.Broken<KernelProfile>(var error, String reason) -> {
                listener.done(STAGE, it.id() + " has no profile: " + reason);
                yield Optional.empty();
            }
            case Reply.Done<KernelProfile>(KernelProfile profile) -> {
                export(profile);
                listener.done(STAGE, describe(profile));
                yield Optional.of(profile);
            }
        };
    }

    /// The same in trtexec's form, where layers are known.
    private void export(KernelProfile profile) {
        Path layers = run.root().resolve(KernelProfile.layersFile(profile.caseId()));
        if (Files.exists(layers)) {
            EngineLayers engine = InspectorReport.read(layers);
            Breakdown.of(engine, Optional.of(profile), Optional.empty())
                    .trtexec(profile.queries())
                    .write(run.root().resolve(KernelProfile.trtexecFile(profile.caseId())));
        }
    }

    private static String describe(KernelProfile profile) {
        String text =
                String.format(
                        Locale.ROOT,
                        "%s: %d kernels, sum %.4f ms, idle between them %.4f ms, overlapping %.4f ms, device compute %.4f ms (%.4f ms traced), layers of %.1f %% of the time known",
                        profile.caseId(),
                        profile.kernels().size(),
                        profile.sumSeconds() * 1e3,
                        profile.idleSeconds() * 1e3,
                        profile.overlapSeconds() * 1e3,
                        profile.computeSeconds() * 1e3,
                        profile.tracedComputeSeconds() * 1e3,
                        profile.linkedShare() * 100);
        return profile.notes().isEmpty()
                ? text
                : text + " (" + String.join("; ", profile.notes()) + ")";
    }
}
