package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToHost;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyHostToDevice;
import static org.bytedeco.cuda.global.cudart.cudaMemset;

import dev.assay.core.tensor.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.Pointer;

/// Device memory of some tensors, a buffer each.
final class DeviceTensors {
    private final List<TensorSpec> specs;
    private final Pointer[] buffers;
    private final long[] bytes;

    DeviceTensors(List<TensorSpec> specs, NativeScope scope) {
        this.specs = List.copyOf(specs);
        buffers = new Pointer[specs.size()];
        bytes = new long[specs.size()];
        for (int i = 0; i < buffers.length; i++) {
            TensorSpec spec = specs.get(i);
            Pointer buffer = new Pointer();
            bytes[i] = spec.byteSize();
            // Engines want an address even for a tensor without elements.
            Cuda.check(
                    cudaMalloc(buffer, Math.max(1, bytes[i])),
                    "allocate " + bytes[i] + " bytes on the GPU for " + spec);
            scope.onClose(() -> cudaFree(buffer));
            buffers[i] = buffer;
        }
    }

    Map<String, Pointer> addresses() {
        Map<String, Pointer> addresses = new LinkedHashMap<>();
        for (int i = 0; i < buffers.length; i++) {
            addresses.put(specs.get(i).name(), buffers[i]);
        }
        return addresses;
    }

    /// Fills with bytes that are NaN in every floating-point type, so that an element that is never
    /// written is found.
    void poison() {
        for (int i = 0; i < buffers.length; i++) {
            Cuda.check(cudaMemset(buffers[i], 0xFF, bytes[i]), "fill the output " + specs.get(i));
        }
    }

    void copyFrom(PinnedTensors host, CUstream_st stream) {
        for (int i = 0; i < buffers.length; i++) {
            Cuda.check(
                    cudaMemcpyAsync(
                            buffers[i], host.address(i), bytes[i], cudaMemcpyHostToDevice, stream),
                    "copy an input to the GPU");
        }
    }

    /// Copies what a launch wrote, here or elsewhere.
    void copyTo(PinnedTensors host, Launch.Bound launch, CUstream_st stream) {
        Pointer[] written = launch.outputs(buffers);
        for (int i = 0; i < buffers.length; i++) {
            Cuda.check(
                    cudaMemcpyAsync(
                            host.address(i), written[i], bytes[i], cudaMemcpyDeviceToHost, stream),
                    "copy an output from the GPU");
        }
    }
}
