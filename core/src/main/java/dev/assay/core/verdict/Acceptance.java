package dev.assay.core.verdict;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;

/// A line of `accept.jsonl`: who moved a baseline, to what, and why.
@JsonPropertyOrder({"schema"})
public record Acceptance(
        String schema, Instant when, String who, String run, int cases, String reason) {
    public static final String SCHEMA = "assay.acceptance/1";
}
