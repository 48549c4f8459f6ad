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
import dev.assay.engines.ModelInputs;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
            TensorData expected =
                    ModelInputs.gather(
                            references.of(digest.output(), outputs), digest.rows(), arena);
            if (!expected.shape().equals(digest.shape())) {
                throw AssayException.data(
                        "Output '%s' of timed fork %d has shape %s, its reference has %s"
                                .formatted(
                                        digest.output(), fork, digest.shape(), expected.shape()));
            }
            float[] timed = FloatFile.read(runRoot.resolve(digest.file()));
            float[] strided = new float[timed.length];
            for (int i = 0; i < strided.length; i++) {
                strided[i] = (float) expected.get(i * digest.stride());
            }
            AccuracyResult result =
                    judge.judge(
                            digest.output(),
                            "timed fork " + fork,
                            TensorPairs.of(
                                    tensor(digest, timed, arena), tensor(digest, strided, arena)));
            return digest.nonFinite() > expected.nonFinite()
                    ? withNonFinite(result, digest)
                    : result;
        }
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
