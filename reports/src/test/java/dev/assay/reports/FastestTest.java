package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.MeasurementBoundary;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.summary.Fastest;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FastestTest {
    @TempDir Path folder;
    private DemoGpuRun demo = new DemoGpuRun(Path.of("unset"));

    @BeforeEach
    void start() {
        demo = new DemoGpuRun(folder);
        demo.start();
    }

    @Test
    void usesTheHeadlineWhereAllEnginesHaveIt() {
        add(DemoGpuRun.TRT, "fp32", "latency", 0.02);
        add(DemoGpuRun.TRT, "fp16", "latency", 0.01);
        Fastest fastest = fastest();
        assertThat(fastest.boundary()).isEqualTo(MeasurementBoundary.DEVICE_COMPUTE);
        assertThat(fastest.margin()).isEqualTo("2.00× as fast as fp32");
        assertThat(fastest.others()).isEmpty();
    }

    @Test
    void ranksAtABoundaryThatPytorchHasToo() {
        add("pytorch", "fp32", "latency", 0.5);
        add(DemoGpuRun.TRT, "fp16", "latency", 0.01);
        Fastest fastest = fastest();
        assertThat(fastest.boundary()).isEqualTo(MeasurementBoundary.HOST_END_TO_END);
        assertThat(fastest.row().id().engine()).isEqualTo(DemoGpuRun.TRT);
        assertThat(fastest.margin()).endsWith("× as fast as pytorch fp32");
    }

    @Test
    void ranksPipelinedEnginesByImages() {
        add(DemoGpuRun.TRT, "fp32", "throughput", 0.02);
        add(DemoGpuRun.TRT, "fp16", "throughput", 0.01);
        assertThat(fastest().result()).endsWith(" images/s");
    }

    @Test
    void saysThatForksOverlap() {
        add(DemoGpuRun.TRT, "fp32", "latency", 0.01);
        add(DemoGpuRun.TRT, "fp16", "latency", 0.01);
        assertThat(fastest().margin()).startsWith("forks overlap with ");
    }

    @Test
    void namesTheShapeWhereAModelHasSeveral() {
        add(DemoGpuRun.TRT, "fp16", "latency", 0.01);
        assertThat(fastest().shape()).isEmpty();
        demo.measured(
                DemoGpuCase.of(
                        "mst-plus-plus/tensorrt-onnx/fp16/b1/3x256x256/base/latency", 0.01, 1e-6));
        assertThat(Fastest.of(ReportModel.of(demo.run())))
                .extracting(Fastest::shape)
                .containsExactlyInAnyOrder("3x256x256", "3x512x482");
    }

    private void add(String engine, String precision, String workload, double seconds) {
        demo.measured(
                DemoGpuCase.of(
                        DemoGpuRun.id(DemoGpuRun.MST, engine, precision, 1, workload),
                        seconds,
                        1e-6));
    }

    private Fastest fastest() {
        return Fastest.of(ReportModel.of(demo.run())).getFirst();
    }
}
