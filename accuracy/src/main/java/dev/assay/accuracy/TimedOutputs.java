package dev.assay.accuracy;

import dev.assay.core.AssayException;
import dev.assay.core.format.FloatFile;
import dev.assay.core.run.AccuracyResult;
import dev.assay.core.run.OutputDigest;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/// Compares what the timed forks left behind with the references: a fast wrong engine is found by
/// the very outputs it was timed on.
final class TimedOutputs {
    private final Path runRoot;
    private final References references;
    private final OutputJudge judge;

    TimedOutputs(Path runRoot, References references, OutputJudge judge) {
        this.runRoot = runRoot;
        this.references = references;
        this.judge = judge;
    }

    List<AccuracyResult> compare(Map<Integer, List<OutputDigest>> digestsByFork) {
        List<AccuracyResult> results = new ArrayList<>();
        digestsByFork.forEach((fork, digests) -> {
            for (OutputDigest digest : digests) {
                results.add(compare(fork, digest, digests.size()));
            }
        });
        return results;
    }

    /// What can be said about the timed outputs without a reference.
    static List<String> nonFinite(Map<Integer, List<OutputDigest>> digestsByFork) {
        List<String> found = new ArrayList<>();
        digestsByFork.forEach((fork, digests) -> {
            for (OutputDigest digest : digests) {
                if (digest.nonFinite() > 0) {
                    found.add(
                            "'%s' in timed fork %d: %s"
                                    .formatted(digest.output(), fork, nonFinite(digest)));
                }
            }
        });
        return found;
    }

    private AccuracyResult compare(int fork, OutputDigest digest, int outputs) {
        try (Arena arena = Arena.ofConfined()) {
            TensorData stored = references.of(digest.output(), outputs);
            Shape shape = stored.shape().row().withBatch(digest.rows().size());
            if (!shape.equals(digest.shape())) {
                throw AssayException.data(
                        "Output '%s' of timed fork %d has shape %s, its reference has %s"
                                .formatted(digest.output(), fork, digest.shape(), shape));
            }
            float[] timed = FloatFile.read(runRoot.resolve(digest.file()));
            float[] strided = strided(stored, digest, timed.length);
            AccuracyResult result =
                    judge.judge(
                            digest.output(),
                            "timed fork " + fork,
                            TensorPairs.of(
                                    tensor(digest, timed, arena), tensor(digest, strided, arena)));
            return digest.nonFinite() > 0 && digest.nonFinite() > nonFinite(stored, digest.rows())
                    ? withNonFinite(result, digest)
                    : result;
        }
    }

    /// The values of the reference at the places that the fork kept.
    private static float[] strided(TensorData stored, OutputDigest digest, int count) {
        LongToDoubleFunction read = stored.reader();
        long rowElements = stored.shape().row().elements();
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            long index = i * digest.stride();
            int row = digest.rows().get(Math.toIntExact(index / rowElements));
            values[i] = (float) read.applyAsDouble(row * rowElements + index % rowElements);
        }
        return values;
    }

    private static long nonFinite(TensorData stored, List<Integer> rows) {
        Map<Integer, Long> byRow = new HashMap<>();
        return rows.stream()
                .mapToLong(row -> byRow.computeIfAbsent(row, it -> stored.row(it).nonFinite()))
                .sum();
    }

    /// A NaN between the stored values is seen all the same: the fork counted them all.
    private static AccuracyResult withNonFinite(AccuracyResult result, OutputDigest digest) {
        List<String> violations = new ArrayList<>(result.violations());
        violations.add(nonFinite(digest));
        return new AccuracyResult(result.output(), result.view(), result.statistics(), violations);
    }

    private static String nonFinite(OutputDigest digest) {
        return "%s of %s values are NaN or infinite"
                .formatted(digest.nonFinite(), digest.shape().elements());
    }

    private static TensorData tensor(OutputDigest digest, float[] values, Arena arena) {
        return new TensorData(
                new TensorSpec(digest.output(), ElementType.FLOAT32, Shape.of(values.length)),
                arena.allocateFrom(ValueLayout.JAVA_FLOAT, values));
    }
}
