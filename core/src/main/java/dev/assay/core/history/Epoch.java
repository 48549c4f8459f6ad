package dev.assay.core.history;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;

/// A line of `epochs.jsonl`: from here on times mean something else, and nobody's change did it.
///
/// @param run the first of the epoch
/// @param context hash of the context fields that hold from here on
/// @param changes of the environment, `field: was → is`, or what was seen of it
@JsonPropertyOrder({"schema"})
public record Epoch(String schema, Instant when, String run, String context, List<String> changes) {
    public static final String SCHEMA = "assay.epoch/1";

    public Epoch {
        changes = List.copyOf(changes);
    }
}
