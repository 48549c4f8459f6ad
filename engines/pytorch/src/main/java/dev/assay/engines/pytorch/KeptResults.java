package dev.assay.engines.pytorch;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;

/// Results of the last queries, kept while somebody may still copy them.
///
/// LibTorch gives memory of results that nobody holds to the next kernels of the same stream, while
/// the copy of the results to the host runs on another.
final class KeptResults implements AutoCloseable {
    private final Tensor[][] queries;
    private long count;

    /// @param inFlight queries whose results are copied at a time
    KeptResults(int inFlight) {
        queries = new Tensor[inFlight][];
        Arrays.setAll(queries, _ -> new Tensor[0]);
    }

    /// Keeps these beyond the scope that they were made in, and gives up the oldest.
    void keep(List<Tensor> results) {
        int index = (int) (count++ % queries.length);
        free(queries[index]);
        results.forEach(Tensor::retainReference);
        queries[index] = results.toArray(Tensor[]::new);
    }

    /// Addresses of the results that were kept last.
    Pointer[] addresses() {
        Tensor[] last = queries[(int) ((count - 1) % queries.length)];
        Pointer[] addresses = new Pointer[last.length];
        for (int i = 0; i < last.length; i++) {
            addresses[i] = last[i].data_ptr();
        }
        return addresses;
    }

    private static void free(Tensor[] results) {
        for (Tensor result : results) {
            result.close();
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < queries.length; i++) {
            free(queries[i]);
            queries[i] = new Tensor[0];
        }
    }
}
