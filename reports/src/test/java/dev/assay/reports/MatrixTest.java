package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.reports.matrix.Matrix;
import dev.assay.reports.matrix.MatrixBand;
import dev.assay.reports.matrix.MatrixCell;
import dev.assay.reports.model.ReportModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixTest {
    private static final List<String> PRECISIONS =
            List.of("fp32", "tf32", "fp16", "bf16", "int8", "fp8");

    @TempDir Path folder;
    private DemoGpuRun demo = new DemoGpuRun(Path.of("unset"));

    @BeforeEach
    void start() {
        demo = new DemoGpuRun(folder);
        demo.start();
    }

    @Test
    void breaksWideSectionsBetweenEngines() {
        for (String engine : List.of("tensorrt-onnx", "tensorrt-api", "tensorrt-c")) {
            PRECISIONS.forEach(precision -> add(engine, precision, 1));
        }
        assertThat(matrix().bands())
                .extracting(band -> band.columns().size())
                .containsExactly(6, 6, 6);
    }

    @Test
    void breaksAnEngineThatIsTooWideItself() {
        for (String precision : PRECISIONS) {
            add("tensorrt-onnx", precision, 1);
            add("tensorrt-onnx", precision + "-strong", 1);
        }
        assertThat(matrix().bands())
                .hasSize(2)
                .allSatisfy(band -> assertThat(band.columns().size()).isLessThanOrEqualTo(8));
    }

    @Test
    void ordersPrecisionsFromWideToNarrow() {
        PRECISIONS.reversed().forEach(precision -> add("tensorrt-onnx", precision, 1));
        assertThat(matrix().bands().getFirst().columns())
                .extracting(MatrixBand.Column::precision)
                .containsExactlyElementsOf(PRECISIONS);
    }

    @Test
    void saysWhySpeedUpsAreMissing() {
        add("tensorrt-onnx", "fp32", 1);
        add("tensorrt-onnx", "fp16", 1);
        add("tensorrt-onnx", "fp16", 4);
        Matrix matrix = matrix();
        MatrixCell alone = matrix.bands().getFirst().lines().getLast().cells().getLast();
        assertThat(alone.speedUp()).isEqualTo("–");
        assertThat(matrix.missing())
                .containsExactly(
                        "tensorrt-onnx in FP32 has no valid time at DEVICE_COMPUTE, batch 4");
        assertThat(matrix.bands().getFirst().lines().getLast().cells().getFirst().note())
                .isEqualTo("not in the suite");
    }

    @Test
    void namesLayersInTheCellsWhereBatchesDiffer() {
        add("tensorrt-onnx", "fp32", 1);
        demo.measured(demoCase("tensorrt-onnx", "fp16", 1).running(41));
        demo.measured(demoCase("tensorrt-onnx", "fp16", 4).running(39));
        MatrixBand band = matrix().bands().getFirst();
        assertThat(band.columns().getLast().layers()).isEmpty();
        assertThat(band.lines())
                .extracting(line -> line.cells().getLast().layers())
                .containsExactly("FP16 · 41/58 layers", "FP16 · 39/58 layers");
    }

    @Test
    void isLeftOutWhereThereIsNothingToLaySideBySide() {
        add("tensorrt-onnx", "fp32", 1);
        assertThat(Matrix.of(ReportModel.of(demo.run()).sections().getFirst())).isEmpty();
    }

    private void add(String engine, String precision, int batch) {
        demo.measured(demoCase(engine, precision, batch));
    }

    private static DemoGpuCase demoCase(String engine, String precision, int batch) {
        return DemoGpuCase.of(
                DemoGpuRun.id(DemoGpuRun.MST, engine, precision, batch, "latency"), 0.01, 1e-6);
    }

    private Matrix matrix() {
        return Matrix.of(ReportModel.of(demo.run()).sections().getFirst()).orElseThrow();
    }
}
