package dev.assay.engines.onnxruntime.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.suite.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodePlacementsTest {
    @TempDir Path folder;

    /// Events in the form of ONNX Runtime 1.20's profiles, which OnnxRuntimeProviderTest reads from
    /// the library itself.
    @Test
    void countsWhatComputesByTypeAndProvider() {
        NodePlacements placements =
                read(
                        """
                        [{"cat": "Session", "name": "model_run", "args": {}},
                         {"cat": "Node", "name": "conv_fence_before", "args": {"op_name": "Conv"}},
                         %s, %s, %s, %s, %s]
                        """
                                .formatted(
                                        node("Conv", "CUDAExecutionProvider", "float16"),
                                        node("Resize", "CPUExecutionProvider", "float"),
                                        node("Cast", "CPUExecutionProvider", "float16"),
                                        node("Transpose", "CPUExecutionProvider", "float"),
                                        node("Add", "CPUExecutionProvider", "int64")));

        assertThat(placements.precisions(Precision.FP16).layers()).isEqualTo(2);
        assertThat(placements.precisions(Precision.FP16).byPrecision())
                .containsEntry("FP16", 1)
                .containsEntry("FP32", 1);
        assertThat(placements.precisions(Precision.FP16).reformats()).isEqualTo(1);
        assertThat(placements.fallbacks(ExecutionProvider.CUDA)).isEqualTo("1 of 2: Resize");
    }

    @Test
    void hasNothingToSayWhereEveryNodeRanAsAsked() {
        NodePlacements placements =
                read("[%s]".formatted(node("Conv", "CUDAExecutionProvider", "float")));

        assertThat(placements.fallbacks(ExecutionProvider.CUDA)).isEmpty();
    }

    /// Shapes are read on the CPU on purpose, and that needs no value of the network.
    @Test
    void knowsWhetherValuesWereTakenToTheCpu() {
        String conv = node("Conv", "CUDAExecutionProvider", "float");
        String shape = node("Add", "CPUExecutionProvider", "int64");
        String moved = node("Slice", "CPUExecutionProvider", "float");

        assertThat(read("[%s, %s]".formatted(conv, shape)).readOnCpu()).isFalse();
        assertThat(read("[%s, %s]".formatted(conv, moved)).readOnCpu()).isTrue();
    }

    /// It is a way to multiply, not a type: a row called TF32 is not misnamed because every node
    /// reads FP32.
    @Test
    void cannotTellByTypesWhichNodesTookTf32() {
        NodePlacements placements =
                read(
                        "[%s, %s]"
                                .formatted(
                                        node("Conv", "CUDAExecutionProvider", "float"),
                                        node("Conv", "CUDAExecutionProvider", "float16")));

        assertThat(placements.precisions(Precision.TF32).opaque()).isEqualTo(1);
        assertThat(placements.precisions(Precision.FP32).opaque()).isZero();
    }

    @Test
    void cannotLookIntoANetworkOfTensorRt() {
        NodePlacements placements =
                read(
                        "[%s, %s]"
                                .formatted(
                                        node(
                                                "TRTKernel_graph_main_1_0",
                                                "TensorrtExecutionProvider",
                                                "float"),
                                        node("Softmax", "CUDAExecutionProvider", "float")));

        assertThat(placements.precisions(Precision.FP16).opaque()).isEqualTo(1);
        assertThat(placements.fallbacks(ExecutionProvider.TENSORRT)).isEqualTo("1 of 2: Softmax");
    }

    @Test
    void refusesWhatIsNoProfile() {
        assertThatThrownBy(() -> read("{\"cut"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("profile.json cannot be read");
    }

    private NodePlacements read(String json) {
        Path file = folder.resolve("profile.json");
        AtomicFile.write(file, json);
        return NodePlacements.read(file);
    }

    private static String node(String operator, String provider, String type) {
        return """
        {"cat": "Node", "name": "n_kernel_time", "args": {"op_name": "%s", "provider": "%s",
         "input_type_shape": [{"%s": [1, 3]}, {"float": [3]}]}}\
        """
                .formatted(operator, provider, type);
    }
}
