package dev.assay.cli;

import dev.assay.core.shard.Shard;
import dev.assay.core.shard.ShardInfo;
import dev.assay.core.shard.ShardPlan;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.Effort;
import dev.assay.core.suite.Suite;
import java.util.List;

/// Cuts a suite down to what one of several machines measures.
final class Shards {
    private Shards() {}

    /// @param planned all cases of the suite
    static Suite suite(Suite whole, List<BenchmarkCase> planned, Shard shard) {
        return whole.keeping(
                ShardPlan.divide(ids(planned), shard.count()).get(shard.index() - 1).stream()
                        .map(CaseId::text)
                        .toList());
    }

    /// What the run directory says of the whole.
    static ShardInfo info(Shard shard, Suite whole, List<BenchmarkCase> planned, Effort effort) {
        return new ShardInfo(
                shard, RunFolders.digestAnywhere(whole, effort), whole.only(), ids(planned));
    }

    private static List<CaseId> ids(List<BenchmarkCase> cases) {
        return cases.stream().map(BenchmarkCase::id).toList();
    }
}
