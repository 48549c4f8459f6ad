package dev.assay.core.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.assay.core.ErrorKind;

/// What became of a fork: one that fails is a row with its reason, not the end of the run.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Measured.class, name = "measured"),
    @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Outcome.Skipped.class, name = "skipped")
})
public sealed interface Outcome {
    record Measured(Measurement measurement) implements Outcome {}

    /// @param error the category of what went wrong
    /// @param reason what, where and what to do
    record Failed(ErrorKind error, String reason) implements Outcome {}

    /// Not attempted, because the engine or the machine cannot do it.
    record Skipped(String reason) implements Outcome {}
}
