package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.cudart.cudaGetLastError;
import static org.bytedeco.cuda.global.cudart.cudaGraphDestroy;
import static org.bytedeco.cuda.global.cudart.cudaGraphExecDestroy;
import static org.bytedeco.cuda.global.cudart.cudaGraphInstantiateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaGraphLaunch;
import static org.bytedeco.cuda.global.cudart.cudaGraphUpload;
import static org.bytedeco.cuda.global.cudart.cudaStreamBeginCapture;
import static org.bytedeco.cuda.global.cudart.cudaStreamCaptureModeThreadLocal;
import static org.bytedeco.cuda.global.cudart.cudaStreamEndCapture;

import dev.assay.core.AssayException;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;

/// A launch recorded once as a CUDA graph and replayed with a single call.
final class CapturedGraph implements Launch.Bound {
    private final CUgraphExec_st exec = new CUgraphExec_st();
    private final Stream stream;

    /// Records what the action enqueues, without running it.
    ///
    /// @param action that has run before on this stream: engines initialise in their first run, and
    ///   that must not be recorded
    /// @throws AssayException if it does something that cannot be recorded; the action itself can
    ///   be used on
    CapturedGraph(Launch.Bound action, Stream stream, NativeScope scope) {
        this.stream = stream;
        CUgraph_st graph = new CUgraph_st();
        try {
            capture(action, graph);
            Cuda.check(cudaGraphInstantiateWithFlags(exec, graph, 0), "instantiate a CUDA graph");
        } catch (AssayException e) {
            // A refused call leaves its error behind for the next one to trip over.
            cudaGetLastError();
            throw e;
        } finally {
            if (!graph.isNull()) {
                cudaGraphDestroy(graph);
            }
        }
        scope.onClose(() -> cudaGraphExecDestroy(exec));
        Cuda.check(cudaGraphUpload(exec, stream.handle()), "upload a CUDA graph");
        stream.synchronize("upload a CUDA graph");
    }

    private void capture(Launch.Bound action, CUgraph_st graph) {
        Cuda.check(
                cudaStreamBeginCapture(stream.handle(), cudaStreamCaptureModeThreadLocal),
                "begin to record a CUDA graph");
        int end;
        try {
            action.run();
        } finally {
            end = cudaStreamEndCapture(stream.handle(), graph);
        }
        Cuda.check(end, "record a CUDA graph");
    }

    @Override
    public void run() {
        Cuda.check(cudaGraphLaunch(exec, stream.handle()), "launch a CUDA graph");
    }
}
