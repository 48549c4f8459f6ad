package dev.assay.core.verdict;

import dev.assay.core.run.RunDirectory;
import dev.assay.core.shard.MergeInfo;
import dev.assay.core.shard.MergeInfo.Part;
import dev.assay.core.shard.MergeInfo.PartState;
import dev.assay.core.verdict.VerdictRow.CaseState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a verdict has to say of a run that was put together from shards.
final class MergedRun {
    private final Optional<MergeInfo> merge;

    MergedRun(RunDirectory run) {
        this.merge = MergeInfo.of(run);
    }

    /// The rows, with the shard that lost a case as the reason that it was not measured.
    List<VerdictRow> explain(List<VerdictRow> rows) {
        return rows.stream().map(this::explain).toList();
    }

    private VerdictRow explain(VerdictRow row) {
        Optional<Part> part = merge.flatMap(it -> it.partOf(row.caseId()));
        return row.state() != CaseState.MISSING || part.isEmpty()
                ? row
                : new VerdictRow(
                        row.schema(),
                        row.caseId(),
                        row.state(),
                        part.get().text(),
                        row.accuracy(),
                        row.accuracyDetail(),
                        row.speed());
    }

    /// One for each shard that is not complete.
    List<String> notices() {
        List<String> notices = new ArrayList<>(merge.map(MergeInfo::notices).orElse(List.of()));
        merge.map(MergeInfo::parts).orElse(List.of()).stream()
                .filter(it -> it.state() != PartState.FINISHED)
                .forEach(it ->
                        notices.add(
                                "Not whole: %s; it had %s case%s to measure"
                                        .formatted(
                                                it.text(),
                                                it.cases().size(),
                                                it.cases().size() == 1 ? "" : "s")));
        return notices;
    }
}
