package dev.assay.core.shard;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.run.Environment;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.run.RunInfo;
import dev.assay.core.shard.MergeInfo.Part;
import dev.assay.core.shard.MergeInfo.PartState;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Suite;
import dev.assay.core.suite.SuiteReader;
import dev.assay.core.suite.SuiteWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Makes one run directory of those of the shards; measures, compares and judges nothing.
///
/// A shard that was killed, or whose folder is not there, is written down as such: its cases stay
/// part of the run and are reported as not measured.
public final class RunMerger {
    private final List<RunDirectory> shards;
    private final List<String> notices;
    private final TreeMap<Integer, RunDirectory> byIndex = new TreeMap<>();

    private RunMerger(List<RunDirectory> shards, List<String> notices) {
        this.shards = shards;
        this.notices = notices;
    }

    /// @param folders of shards; one without `run.json` counts as missing
    /// @throws AssayException if they are not shards of the same whole, or one is given twice
    public static RunMerger of(List<Path> folders) {
        List<RunDirectory> shards = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw AssayException.config("There is no run directory " + folder);
            }
            if (Files.exists(folder.resolve("run.json"))) {
                shards.add(RunDirectory.open(folder));
            } else {
                notices.add(
                        folder + " has no run.json: its shard ended before it began to measure");
            }
        }
        if (shards.isEmpty()) {
            throw AssayException.config("None of the folders given is a run directory");
        }
        RunMerger merger = new RunMerger(shards, notices);
        merger.checkPlan();
        return merger;
    }

    private void checkPlan() {
        ShardInfo first = info(shards.getFirst());
        for (RunDirectory run : shards) {
            ShardInfo it = info(run);
            if (it.count() != first.count() || !it.planSha256().equals(first.planSha256())) {
                throw AssayException.config(
                        "%s and %s are no parts of one run: %s"
                                .formatted(
                                        shards.getFirst().root(),
                                        run.root(),
                                        it.count() == first.count()
                                                ? "their suites, efforts or data differ"
                                                : "one is of %s shards, the other of %s"
                                                        .formatted(first.count(), it.count())));
            }
            RunDirectory twice = byIndex.put(it.index(), run);
            if (twice != null) {
                throw AssayException.config(
                        "%s is given twice: %s and %s"
                                .formatted(it.shard(), twice.root(), run.root()));
            }
        }
    }

    private static ShardInfo info(RunDirectory run) {
        return ShardInfo.of(run)
                .orElseThrow(() ->
                        AssayException.config(
                                run.root()
                                        + " is no shard: only runs that were measured with"
                                        + " --shard I/N are merged"));
    }

    /// Name of the suite that they are parts of.
    public String suite() {
        return shards.getFirst().info().orElseThrow().suite();
    }

    /// The fields in which the hosts of the shards differ; runs are only merged where there is
    /// none.
    public List<String> differences() {
        RunDirectory first = byIndex.firstEntry().getValue();
        List<String> differences = new ArrayList<>();
        byIndex.tailMap(byIndex.firstKey(), false)
                .forEach((index, run) ->
                        Alike.differences(first, run)
                                .forEach(it ->
                                        differences.add(
                                                "%s in shards %s and %s"
                                                        .formatted(
                                                                it, byIndex.firstKey(), index))));
        return differences;
    }

    /// @param id of the merged run
    /// @param command for the report
    public RunDirectory into(Path folder, String id, String command, Instant now) {
        if (Files.exists(folder.resolve("run.json"))) {
            throw AssayException.config(folder + " already holds a run: choose another");
        }
        RunDirectory merged = new RunDirectory(folder);
        RunDirectory first = byIndex.firstEntry().getValue();
        ShardInfo info = info(first);
        AtomicFile.write(merged.suiteFile(), SuiteWriter.write(suite(first, info)));
        RunFiles files = new RunFiles(merged);
        byIndex.forEach((index, run) -> files.add(run, info(run).shard()));
        environment().ifPresent(merged::writeEnvironment);
        new MergeInfo(MergeInfo.SCHEMA, parts(info), notices).write(merged);
        RunInfo whole = first.info().orElseThrow();
        merged.writeInfo(
                new RunInfo(
                        RunInfo.SCHEMA,
                        id,
                        whole.suite(),
                        info.planSha256(),
                        whole.effort(),
                        whole.assayVersion(),
                        command,
                        began(),
                        Optional.of(now),
                        Optional.empty()));
        return merged;
    }

    private static Suite suite(RunDirectory shard, ShardInfo info) {
        return new SuiteReader(EngineCatalog.standard())
                .withoutFiles()
                .read(shard.suiteFile())
                .keeping(info.only());
    }

    private Instant began() {
        return byIndex.values().stream()
                .map(it -> it.info().orElseThrow().started())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private List<Part> parts(ShardInfo info) {
        List<List<CaseId>> divided = ShardPlan.divide(info.plan(), info.count());
        List<Part> parts = new ArrayList<>();
        for (int index = 1; index <= info.count(); index++) {
            Optional<RunInfo> run =
                    Optional.ofNullable(byIndex.get(index)).flatMap(it -> it.info());
            PartState state =
                    run.map(it ->
                                    it.finished().isPresent()
                                            ? PartState.FINISHED
                                            : PartState.UNFINISHED)
                            .orElse(PartState.MISSING);
            parts.add(
                    new Part(
                            index,
                            info.count(),
                            state,
                            run.map(RunInfo::id),
                            divided.get(index - 1)));
        }
        return parts;
    }

    /// What is equal by definition from the first, what is only noted from each.
    private Optional<Environment> environment() {
        Optional<Environment> first = byIndex.firstEntry().getValue().environment();
        return first.map(it -> new Environment(it.identity(), it.context(), informative()));
    }

    private Map<String, String> informative() {
        Map<String, TreeMap<Integer, String>> values = new TreeMap<>();
        byIndex.forEach((index, run) ->
                run.environment()
                        .ifPresent(it ->
                                it.informative()
                                        .forEach((name, value) ->
                                                values.computeIfAbsent(name, key -> new TreeMap<>())
                                                        .put(index, value))));
        Map<String, String> joined = new TreeMap<>();
        values.forEach((name, of) -> {
            boolean equal = of.values().stream().distinct().count() == 1;
            List<String> each = new ArrayList<>();
            of.forEach((index, value) -> each.add("shard " + index + ": " + value));
            joined.put(name, equal ? of.firstEntry().getValue() : String.join("; ", each));
        });
        return joined;
    }
}
