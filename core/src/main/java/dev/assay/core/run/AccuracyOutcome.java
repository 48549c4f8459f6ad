package dev.assay.core.run;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.OptBoolean;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.Json;
import dev.assay.core.suite.ToleranceKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the comparison of a case with its stored outputs gave.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AccuracyOutcome.Compared.class, name = "compared"),
    @JsonSubTypes.Type(value = AccuracyOutcome.Wrong.class, name = "wrong"),
    @JsonSubTypes.Type(value = AccuracyOutcome.Unchecked.class, name = "unchecked"),
    @JsonSubTypes.Type(value = AccuracyOutcome.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = AccuracyOutcome.Skipped.class, name = "skipped")
})
public sealed interface AccuracyOutcome {
    /// @param reference the file compared with
    /// @param rows input rows compared
    /// @param limits of the suite for this case; empty means that only NaN and shapes were checked
    /// @param results a fresh session on the reference inputs, every output and view
    /// @param timedOutputs what the timed forks' last queries computed
    /// @param bitwiseEqualForks timed forks whose outputs equal the fresh session's bit for bit
    /// @param scores of the model's task, where the suite asks for some
    /// @param errors how the errors are distributed and where in the images they are
    /// @param detection what a detector scores on images; absent for other models
    record Compared(
            String reference,
            int rows,
            Map<ToleranceKey, Double> limits,
            List<AccuracyResult> results,
            List<AccuracyResult> timedOutputs,
            List<Integer> bitwiseEqualForks,
            @JacksonInject(value = Json.EMPTY_LIST, useInput = OptBoolean.TRUE)
                    List<TaskScore> scores,
            @JacksonInject(value = Json.ABSENT, useInput = OptBoolean.TRUE)
                    Optional<ErrorEvidence> errors,
            @JsonInclude(JsonInclude.Include.NON_ABSENT)
                    @JacksonInject(value = Json.ABSENT_TOO, useInput = OptBoolean.TRUE)
                    Optional<DetectionScores> detection)
            implements AccuracyOutcome {
        public Compared {
            limits =
                    limits.isEmpty()
                            ? Map.of()
                            : Collections.unmodifiableMap(new EnumMap<>(limits));
            results = List.copyOf(results);
            timedOutputs = List.copyOf(timedOutputs);
            bitwiseEqualForks = List.copyOf(bitwiseEqualForks);
            scores = List.copyOf(scores);
            requireNonNull(detection, "detection is null");
        }

        /// A comparison of tensors alone.
        public Compared(
                String reference,
                int rows,
                Map<ToleranceKey, Double> limits,
                List<AccuracyResult> results,
                List<AccuracyResult> timedOutputs,
                List<Integer> bitwiseEqualForks) {
            this(
                    reference,
                    rows,
                    limits,
                    results,
                    timedOutputs,
                    bitwiseEqualForks,
                    List.of(),
                    Optional.empty(),
                    Optional.empty());
        }

        /// The same with what a detector scores.
        public Compared with(DetectionScores ofDetector) {
            return new Compared(
                    reference,
                    rows,
                    limits,
                    results,
                    timedOutputs,
                    bitwiseEqualForks,
                    scores,
                    errors,
                    Optional.of(ofDetector));
        }

        /// The same with its errors' evidence.
        public Compared with(ErrorEvidence evidence) {
            return new Compared(
                    reference,
                    rows,
                    limits,
                    results,
                    timedOutputs,
                    bitwiseEqualForks,
                    scores,
                    Optional.of(evidence),
                    detection);
        }

        /// Whether the suite set any bound that these outputs were held to.
        public boolean bounded() {
            return (!limits.isEmpty() && !results.isEmpty())
                    || scores.stream().anyMatch(it -> !it.limits().isEmpty())
                    || detection.stream().anyMatch(it -> !it.limits().isEmpty());
        }

        /// What the outputs' errors and scores fail, each with its place; empty where all is well.
        public List<String> violations() {
            List<String> all = new ArrayList<>();
            Stream.concat(results.stream(), timedOutputs.stream())
                    .forEach(it ->
                            it.violations()
                                    .forEach(violation ->
                                            all.add(
                                                    "output '%s' (%s): %s"
                                                            .formatted(
                                                                    it.output(),
                                                                    it.view(),
                                                                    violation))));
            scores.forEach(it ->
                    it.violations()
                            .forEach(violation ->
                                    all.add(
                                            "output '%s' (%s): %s"
                                                    .formatted(
                                                            it.output(), it.metric(), violation))));
            detection.ifPresent(it ->
                    it.violations().forEach(violation -> all.add("detections: " + violation)));
            return all;
        }
    }

    /// The engine's outputs cannot even be compared: one is missing or has another shape.
    ///
    /// @param reasons at least one
    record Wrong(List<String> reasons) implements AccuracyOutcome {
        public Wrong {
            reasons = List.copyOf(reasons);
        }
    }

    /// There is nothing to compare with.
    record Unchecked(String reason) implements AccuracyOutcome {}

    record Failed(ErrorKind error, String reason) implements AccuracyOutcome {}

    record Skipped(String reason) implements AccuracyOutcome {}
}
