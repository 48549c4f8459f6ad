package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F;
import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F_FAST_TF32;
import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32I;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_N;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_T;
import static org.bytedeco.cuda.global.cublas.CUBLAS_STATUS_SUCCESS;
import static org.bytedeco.cuda.global.cublas.cublasCreate_v2;
import static org.bytedeco.cuda.global.cublas.cublasDestroy_v2;
import static org.bytedeco.cuda.global.cublas.cublasGemmEx;
import static org.bytedeco.cuda.global.cublas.cublasSetStream_v2;
import static org.bytedeco.cuda.global.cudart.CUDA_R_16BF;
import static org.bytedeco.cuda.global.cudart.CUDA_R_16F;
import static org.bytedeco.cuda.global.cudart.CUDA_R_32F;
import static org.bytedeco.cuda.global.cudart.CUDA_R_32I;
import static org.bytedeco.cuda.global.cudart.CUDA_R_8I;
import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToDevice;
import static org.bytedeco.cuda.global.cudart.cudaMemset;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.speed.Ceilings;
import dev.assay.engines.DeviceCeilings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/// A GPU's ceilings by a copy within device memory and by cuBLAS's matrix products.
///
/// The copy moves 1 GiB, far more than the cache holds; its bytes count twice, read and written.
/// The products are those of matrices 8192 × 8192 whose elements are all equal, which draws little
/// power: a real layer can be held back by the power limit before it comes so far. The best of a
/// few rounds counts.
public final class CudaCeilings implements DeviceCeilings {
    private static final long COPIED = 1L << 30;
    private static final int EXTENT = 8192;
    private static final int ROUNDS = 5;
    private static final int LAUNCHES = 10;

    // A half of 0x3C3C is 1.06, a float of 0x3C3C3C3C 0.011, an INT8 60.
    private static final int FILL = 0x3C;
    private static final int DEFAULT_ALGORITHM = -1;

    /// Of one kind of product.
    private record Product(String precision, int type, int result, int compute) {}

    private static final List<Product> PRODUCTS =
            List.of(
                    new Product("FP32", CUDA_R_32F, CUDA_R_32F, CUBLAS_COMPUTE_32F),
                    new Product("TF32", CUDA_R_32F, CUDA_R_32F, CUBLAS_COMPUTE_32F_FAST_TF32),
                    new Product("FP16", CUDA_R_16F, CUDA_R_16F, CUBLAS_COMPUTE_32F),
                    new Product("BF16", CUDA_R_16BF, CUDA_R_16BF, CUBLAS_COMPUTE_32F),
                    new Product("INT8", CUDA_R_8I, CUDA_R_32I, CUBLAS_COMPUTE_32I));

    @Override
    public Ceilings measure() {
        String device = CudaDevice.open().name();
        NativeScope scope = new NativeScope();
        try {
            Stream stream = new Stream(scope);
            Pointer from = memory(scope);
            Pointer to = memory(scope);
            double copySeconds =
                    best(
                            stream,
                            scope,
                            () ->
                                    Cuda.check(
                                            cudaMemcpyAsync(
                                                    to,
                                                    from,
                                                    COPIED,
                                                    cudaMemcpyDeviceToDevice,
                                                    stream.handle()),
                                            "copy on the GPU"));
            return new Ceilings(
                    device,
                    "measured here",
                    2.0 * COPIED / copySeconds,
                    products(stream, from, to, scope));
        } finally {
            scope.close();
        }
    }

    private static Pointer memory(NativeScope scope) {
        Pointer memory = new Pointer();
        Cuda.check(cudaMalloc(memory, COPIED), "allocate 1 GiB on the GPU");
        scope.onClose(() -> cudaFree(memory));
        Cuda.check(cudaMemset(memory, FILL, COPIED), "fill 1 GiB on the GPU");
        return memory;
    }

    /// Empty without cuBLAS.
    private static Map<String, Double> products(
            Stream stream, Pointer factors, Pointer result, NativeScope scope) {
        Map<String, Double> rates = new TreeMap<>();
        try {
            cublasContext handle = new cublasContext();
            if (cublasCreate_v2(handle) != CUBLAS_STATUS_SUCCESS) {
                return rates;
            }
            scope.onClose(() -> cublasDestroy_v2(handle));
            cublasSetStream_v2(handle, stream.handle());
            for (Product product : PRODUCTS) {
                try {
                    double seconds =
                            best(stream, scope, () -> multiply(handle, product, factors, result));
                    rates.put(product.precision(), 2.0 * EXTENT * EXTENT * EXTENT / seconds);
                } catch (AssayException e) {
                    // This GPU or library has no such product; the others stand.
                    e.printStackTrace();
                }
            }
        } catch (LinkageError e) {
            e.printStackTrace();
        }
        return rates;
    }

    private static void multiply(
            cublasContext handle, Product product, Pointer factors, Pointer result) {
        try (Pointer one = scalar(product, 1);
                Pointer zero = scalar(product, 0)) {
            int code =
                    cublasGemmEx(
                            handle,
                            CUBLAS_OP_T,
                            CUBLAS_OP_N,
                            EXTENT,
                            EXTENT,
                            EXTENT,
                            one,
                            factors,
                            product.type(),
                            EXTENT,
                            factors,
                            product.type(),
                            EXTENT,
                            zero,
                            result,
                            product.result(),
                            EXTENT,
                            product.compute(),
                            DEFAULT_ALGORITHM);
            if (code != CUBLAS_STATUS_SUCCESS) {
                throw new AssayException(
                        ErrorKind.INFERENCE,
                        "cuBLAS does not multiply in %s here: status %d"
                                .formatted(product.precision(), code));
            }
        }
    }

    private static Pointer scalar(Product product, int value) {
        return product.compute() == CUBLAS_COMPUTE_32I
                ? new IntPointer(1).put(value)
                : new FloatPointer(1).put(value);
    }

    /// Of one launch, in the best round.
    private static double best(Stream stream, NativeScope scope, Runnable launch) {
        Event start = new Event(false, scope);
        Event end = new Event(false, scope);
        launch.run();
        stream.synchronize("measure what the GPU can do");
        double best = Double.POSITIVE_INFINITY;
        for (int round = 0; round < ROUNDS; round++) {
            start.record(stream);
            for (int i = 0; i < LAUNCHES; i++) {
                launch.run();
            }
            end.record(stream);
            end.synchronize();
            best = Math.min(best, end.since(start) / 1e3 / LAUNCHES);
        }
        return best;
    }
}
