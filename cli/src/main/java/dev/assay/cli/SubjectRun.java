package dev.assay.cli;

import dev.assay.accuracy.AccuracyStage;
import dev.assay.benchmarks.BenchSettings;
import dev.assay.benchmarks.BenchStage;
import dev.assay.benchmarks.Pace;
import dev.assay.core.AssayException;
import dev.assay.core.comparison.Subject;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.StageListener;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.Effort;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.engines.EngineClasspath;
import dev.assay.engines.EngineRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One subject of a comparison at work: its run directory, its cases and its processes.
final class SubjectRun {
    private final RunDirectory run;
    private final EngineRuntime runtime;
    private final BenchStage bench;
    private final StageListener listener;
    private final Map<CaseId, BenchmarkCase> cases = new TreeMap<>();

    /// @param pace of every fork; absent for the effort's own
    /// @param runtime of this Assay; the subject may bring its own engines
    SubjectRun(
            RunDirectory run,
            Subject subject,
            Effort effort,
            Optional<Pace> pace,
            EngineRuntime runtime,
            boolean sharedDevice,
            StageListener listener) {
        this.run = run;
        this.runtime = runtime(subject, runtime);
        this.listener = listener;
        bench =
                new BenchStage(
                        run,
                        EngineCatalog.standard(),
                        new BenchSettings(
                                effort, this.runtime, sharedDevice, subject.slowdown(), pace, 1),
                        listener);
        new Stages(run, this.runtime, sharedDevice).cases().forEach(it -> cases.put(it.id(), it));
    }

    /// @throws AssayException if what the subject names is not here
    static EngineRuntime runtime(Subject subject, EngineRuntime own) {
        EngineRuntime changed = own;
        if (subject.dist().isPresent()) {
            Path lib = subject.dist().get().resolve("lib");
            if (!Files.isDirectory(lib)) {
                throw AssayException.config(
                        "dist=%s is no installed Assay: there is no folder lib in it"
                                .formatted(subject.dist().get()));
            }
            changed = changed.with(EngineClasspath.installed(lib));
        }
        if (subject.tensorRt().isPresent()) {
            Path folder = subject.tensorRt().get();
            changed = changed.with(EngineOptions.named("tensorrt=" + folder, folder));
        }
        return changed;
    }

    void prepare() {
        bench.prepare(List.copyOf(cases.values()));
    }

    /// Takes over what another subject prepared, whose engines are the same.
    void prepareLike(SubjectRun prepared) {
        bench.prepareLike(prepared.bench, List.copyOf(cases.values()));
    }

    boolean isOver(CaseId caseId) {
        BenchmarkCase known = cases.get(caseId);
        return known == null || bench.isOver(known);
    }

    void measure(CaseId caseId, int fork) {
        BenchmarkCase known = cases.get(caseId);
        if (known != null) {
            bench.measure(known, fork);
        }
    }

    void accuracy() {
        new AccuracyStage(run, EngineCatalog.standard(), runtime, listener)
                .compare(List.copyOf(cases.values()));
    }
}
