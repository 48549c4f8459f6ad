package dev.assay.cli;

import dev.assay.accuracy.advice.ToleranceAdvice;
import dev.assay.core.AssayException;
import dev.assay.core.suite.Precision;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tolerance advice for the outputs of a network.
final class Advices {
    private final Map<TensorSpec, List<ToleranceAdvice>> byOutput = new LinkedHashMap<>();
    private final List<TensorSpec> leftOut = new ArrayList<>();

    void add(TensorSpec output, List<ToleranceAdvice> advice) {
        byOutput.put(output, advice);
    }

    /// Notes an output of integers, of which rounding says nothing.
    void leaveOut(TensorData output) {
        leftOut.add(output.spec());
    }

    void requireAny() {
        if (byOutput.isEmpty()) {
            throw AssayException.data(
                    "--advise: no output of floating-point numbers in these files, only %s"
                            .formatted(leftOut));
        }
    }

    Map<TensorSpec, List<ToleranceAdvice>> byOutput() {
        return byOutput;
    }

    List<TensorSpec> leftOut() {
        return leftOut;
    }

    /// What a suite can take over: the largest limit of all outputs. A precision that one of the
    /// outputs has no limit for is absent.
    Map<Precision, Map<ToleranceKey, Double>> limits() {
        Map<Precision, Map<ToleranceKey, Double>> limits = new EnumMap<>(Precision.class);
        for (Precision precision : Precision.values()) {
            List<ToleranceAdvice> ofOutputs = of(precision);
            if (ofOutputs.stream().noneMatch(it -> it.limits().isEmpty())) {
                Map<ToleranceKey, Double> largest = new EnumMap<>(ToleranceKey.class);
                ofOutputs.forEach(it ->
                        it.limits().forEach((key, limit) -> largest.merge(key, limit, Math::max)));
                limits.put(precision, largest);
            }
        }
        return limits;
    }

    /// Whether the limits of a precision should not be used before they were measured.
    boolean isGuess(Precision precision) {
        return of(precision).stream().anyMatch(ToleranceAdvice::guess);
    }

    /// What the limits of a precision rest on, for all outputs the same.
    Optional<String> basis(Precision precision) {
        return of(precision).stream().map(ToleranceAdvice::basis).findFirst();
    }

    private List<ToleranceAdvice> of(Precision precision) {
        return byOutput.values().stream()
                .flatMap(List::stream)
                .filter(it -> it.precision() == precision)
                .toList();
    }

    static Optional<Double> value(Map<ToleranceKey, Double> values, ToleranceKey key) {
        return Optional.ofNullable(values.get(key));
    }
}
