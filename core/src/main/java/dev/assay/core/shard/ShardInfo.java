package dev.assay.core.shard;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import java.util.List;
import java.util.Optional;

/// `shard.json`: of what whole a run directory is a part.
///
/// @param planSha256 of the whole suite, the effort and the content of its files, wherever they lie
/// @param only the patterns of the whole suite
/// @param plan every case of the whole, sorted
@JsonPropertyOrder({"schema"})
public record ShardInfo(
        String schema,
        int index,
        int count,
        String planSha256,
        List<String> only,
        List<CaseId> plan) {
    public static final String SCHEMA = "assay.shard/1";

    private static final String FILE = "shard.json";

    public ShardInfo {
        only = List.copyOf(only);
        plan = List.copyOf(plan);
    }

    public ShardInfo(Shard shard, String planSha256, List<String> only, List<CaseId> plan) {
        this(SCHEMA, shard.index(), shard.count(), planSha256, only, plan);
    }

    public Shard shard() {
        return new Shard(index, count);
    }

    /// The cases of this shard.
    public List<CaseId> cases() {
        return ShardPlan.divide(plan, count).get(index - 1);
    }

    public void write(RunDirectory run) {
        run.write(FILE, this);
    }

    /// Empty where the run is no part of another.
    public static Optional<ShardInfo> of(RunDirectory run) {
        return run.read(FILE, SCHEMA, ShardInfo.class);
    }
}
