package dev.assay.core.shard;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import java.util.List;
import java.util.Optional;

/// `merge.json`: which shards a run directory was put together from, and what became of each.
@JsonPropertyOrder({"schema"})
public record MergeInfo(String schema, List<Part> parts, List<String> notices) {
    public static final String SCHEMA = "assay.merge/1";

    private static final String FILE = "merge.json";

    public MergeInfo {
        parts = List.copyOf(parts);
        notices = List.copyOf(notices);
    }

    /// How far a shard came.
    public enum PartState {
        FINISHED,
        /// Killed, or still running when it was merged.
        UNFINISHED,
        /// No run directory of it was given.
        MISSING
    }

    /// @param run id of the shard's run; empty where it is missing
    /// @param cases that the shard had to measure
    public record Part(
            int index, int count, PartState state, Optional<String> run, List<CaseId> cases) {
        public Part {
            cases = List.copyOf(cases);
        }

        /// What became of it, as a clause: `shard 2 of 3 is missing`.
        public String text() {
            return new Shard(index, count)
                    + switch (state) {
                        case FINISHED -> " is complete";
                        case UNFINISHED -> " did not come to its end";
                        case MISSING -> " is missing";
                    };
        }
    }

    public void write(RunDirectory run) {
        run.write(FILE, this);
    }

    /// Empty where the run was measured as one.
    public static Optional<MergeInfo> of(RunDirectory run) {
        return run.read(FILE, SCHEMA, MergeInfo.class);
    }

    /// The shard that had to measure a case.
    public Optional<Part> partOf(CaseId id) {
        return parts.stream().filter(it -> it.cases().contains(id)).findFirst();
    }
}
