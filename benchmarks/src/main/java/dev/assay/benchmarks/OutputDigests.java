package dev.assay.benchmarks;

import dev.assay.core.format.FloatFile;
import dev.assay.core.format.Sha256;
import dev.assay.core.run.OutputDigest;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.tensor.TensorData;
import java.util.ArrayList;
import java.util.List;

/// Keeps of a timed session's last outputs what is needed to tell whether they were right.
final class OutputDigests {
    private OutputDigests() {}

    static List<OutputDigest> write(ForkJob job, List<TensorData> outputs, List<Integer> rows) {
        List<OutputDigest> digests = new ArrayList<>();
        for (TensorData output : outputs) {
            long stride = OutputDigest.stride(output.elements());
            String file = RunDirectory.outputFile(job.caseId(), digests.size(), job.fork());
            FloatFile.write(job.runRoot().resolve(file), strided(output, stride));
            digests.add(
                    new OutputDigest(
                            output.name(),
                            output.spec().elementType().name(),
                            output.shape(),
                            Sha256.of(output.segment()),
                            output.nonFinite(),
                            stride,
                            file,
                            rows));
        }
        return digests;
    }

    private static float[] strided(TensorData tensor, long stride) {
        int count = Math.toIntExact(Math.ceilDiv(tensor.elements(), stride));
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) tensor.get(i * stride);
        }
        return values;
    }
}
