package dev.assay.reports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.suite.CaseId;
import dev.assay.reports.model.CaseRow;
import dev.assay.reports.model.Reference;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.model.Section;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A ratio never crosses a boundary, and always says what it is over.
class ReferenceTest {
    @TempDir Path folder;
    private DemoGpuRun demo = new DemoGpuRun(Path.of("unset"));

    @BeforeEach
    void start() {
        demo = new DemoGpuRun(folder);
        demo.start();
    }

    @Test
    void isPytorchWhereItIsMeasuredAtTheSameBoundary() {
        add(DemoGpuRun.RESNET, "pytorch", "fp32", 1);
        add(DemoGpuRun.RESNET, DemoGpuRun.TRT, "fp16", 1);
        assertThat(found(DemoGpuRun.RESNET, "fp16", 1))
                .isEqualTo("pytorch: " + id(DemoGpuRun.RESNET, "pytorch", "fp32", 1));
    }

    @Test
    void isTheEnginesOwnFp32WherePytorchHasAnotherBoundary() {
        add(DemoGpuRun.MST, "pytorch", "fp32", 1);
        add(DemoGpuRun.MST, DemoGpuRun.TRT, "fp32", 1);
        add(DemoGpuRun.MST, DemoGpuRun.TRT, "fp16", 1);
        assertThat(found(DemoGpuRun.MST, "fp16", 1))
                .isEqualTo("own FP32: " + id(DemoGpuRun.MST, DemoGpuRun.TRT, "fp32", 1));
    }

    @Test
    void isPytorchAgainAtABoundaryThatBothHave() {
        add(DemoGpuRun.RESNET, "pytorch", "fp32", 1);
        add(DemoGpuRun.RESNET, DemoGpuRun.TRT, "fp32", 1);
        Section section = section();
        CaseRow row = row(section, DemoGpuRun.RESNET, "fp32", 1);
        Reference.Found found =
                section.reference(row, MeasurementBoundary.WITH_TRANSFERS).found().orElseThrow();
        assertThat(found.name()).isEqualTo("pytorch");
        assertThat(found.base().boundary()).isEqualTo(found.own().boundary());
    }

    /// MST++'s PyTorch ran on the CPU, at a boundary that both have.
    @Test
    void isNeverACaseOnTheCpuForOneOnAGpu() {
        add(DemoGpuRun.MST, "pytorch", "fp32", 1);
        add(DemoGpuRun.MST, DemoGpuRun.TRT, "fp32", 1);
        Section section = section();
        CaseRow row = row(section, DemoGpuRun.MST, "fp32", 1);
        assertThat(
                        section.reference(row, MeasurementBoundary.HOST_END_TO_END)
                                .found()
                                .map(Reference.Found::name))
                .hasValue("own FP32");
    }

    @Test
    void isRefusedWhereTheClocksOfTheTwoDiffer() {
        add(DemoGpuRun.RESNET, "pytorch", "fp32", 1);
        demo.measured(
                DemoGpuCase.of(
                                DemoGpuRun.id(
                                        DemoGpuRun.RESNET, DemoGpuRun.TRT, "fp16", 1, "latency"),
                                0.01,
                                1e-6)
                        .atPowerLimit());
        assertThat(found(DemoGpuRun.RESNET, "fp16", 1))
                .isEqualTo(
                        "clock states: SM clock 1350 MHz, of the reference pytorch fp32 1680 MHz,"
                                + " more than 2 % apart");
    }

    @Test
    void isPytorchInPythonWhereTheOtherIsNotThere() {
        add(DemoGpuRun.RESNET, "pytorch-python", "fp32", 1);
        add(DemoGpuRun.RESNET, DemoGpuRun.TRT, "fp16", 1);
        assertThat(found(DemoGpuRun.RESNET, "fp16", 1)).startsWith("pytorch-python: ");
    }

    @Test
    void isMissingWithAReasonWherePytorchHasNoTimeAtTheBatch() {
        add(DemoGpuRun.RESNET, "pytorch", "fp32", 1);
        add(DemoGpuRun.RESNET, DemoGpuRun.TRT, "fp16", 16);
        assertThat(found(DemoGpuRun.RESNET, "fp16", 16))
                .isEqualTo("pytorch has no valid time at DEVICE_COMPUTE, batch 16");
    }

    @Test
    void isMissingWithAReasonWhereThereIsNoFp32() {
        add(DemoGpuRun.MST, DemoGpuRun.TRT, "fp16", 1);
        assertThat(found(DemoGpuRun.MST, "fp16", 1))
                .isEqualTo("tensorrt-onnx in FP32 has no valid time at DEVICE_COMPUTE, batch 1");
    }

    @Test
    void prefersTheFp32OfTheSameTyping() {
        add(DemoGpuRun.MST, DemoGpuRun.TRT, "fp32", 1);
        add(DemoGpuRun.MST, DemoGpuRun.TRT, "fp32-strong", 1);
        add(DemoGpuRun.MST, DemoGpuRun.TRT, "fp16-strong", 1);
        assertThat(found(DemoGpuRun.MST, "fp16-strong", 1))
                .endsWith("/fp32-strong/b1/3x512x482/base/latency");
    }

    @Test
    void isNotNamedWhereEveryCaseCouldOnlyBeComparedWithItself() {
        add(DemoGpuRun.MST, DemoGpuRun.TRT, "fp32", 1);
        assertThat(section().referenceNames()).isEmpty();
    }

    private void add(String pattern, String engine, String precision, int batch) {
        demo.measured(
                DemoGpuCase.of(
                        DemoGpuRun.id(pattern, engine, precision, batch, "latency"), 0.01, 1e-6));
    }

    /// The reference's name and case, or why there is none.
    private String found(String pattern, String precision, int batch) {
        Section section = section();
        return switch (section.reference(row(section, pattern, precision, batch))) {
            case Reference.Found it -> it.name() + ": " + it.row().id();
            case Reference.None(String reason) -> reason;
        };
    }

    private Section section() {
        return ReportModel.of(demo.run()).sections().getFirst();
    }

    private static CaseRow row(Section section, String pattern, String precision, int batch) {
        CaseId id = id(pattern, DemoGpuRun.TRT, precision, batch);
        return section.rows().stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
    }

    private static CaseId id(String pattern, String engine, String precision, int batch) {
        return new CaseId(DemoGpuRun.id(pattern, engine, precision, batch, "latency"));
    }
}
