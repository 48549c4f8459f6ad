package dev.assay.engines.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.cuda.Launch;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/// Everything of a launch but its stream, on the host's memory: `forward(scale, image)` of
/// reference-data/tools/tiny_modules.py returns image * scale and image - scale.
class ModuleLaunchTest {
    private static final TensorSpec SCALE =
            new TensorSpec("scale", ElementType.FLOAT32, Shape.of(1, 2));
    private static final TensorSpec IMAGE =
            new TensorSpec("image", ElementType.FLOAT32, Shape.of(1, 2));

    @Test
    void readsItsInputsAnewAndKeepsTheResultsOfQueriesInFlight() {
        try (Arena arena = Arena.ofShared();
                JitModule module = torch.load("src/test/resources/pair.pt");
                Device cpu = new Device("cpu")) {
            ModuleCall call =
                    new ModuleCall(
                            module, cpu, List.of(), Arithmetic.of(Precision.FP32, TorchDevice.CPU));
            TensorData scale = tensor(SCALE, 3, arena);
            TensorData image = tensor(IMAGE, 2, arena);
            try (ModuleLaunch launch = ModuleLaunch.open(call, List.of(scale, image), 2)) {
                assertThat(launch.inputs()).containsExactly(SCALE, IMAGE);
                assertThat(launch.outputs())
                        .extracting(TensorSpec::name)
                        .containsExactly("output", "output1");
                Launch.Bound bound =
                        launch.bind(
                                Map.of(
                                        "scale", HostMemory.pointer(scale.segment()),
                                        "image", HostMemory.pointer(image.segment())),
                                () -> {});

                bound.run();
                Pointer[] first = bound.outputs(new Pointer[0]);
                image.segment().setAtIndex(ValueLayout.JAVA_FLOAT, 0, 10);
                bound.run();
                Pointer[] second = bound.outputs(new Pointer[0]);

                assertThat(values(first[0])).containsExactly(6, 6);
                assertThat(values(second[0])).containsExactly(30, 6);
                assertThat(values(second[1])).containsExactly(7, -1);
            }
        }
    }

    private static float[] values(Pointer address) {
        return HostMemory.segment(address, IMAGE.byteSize()).toArray(ValueLayout.JAVA_FLOAT);
    }

    private static TensorData tensor(TensorSpec spec, float value, Arena arena) {
        TensorData tensor = TensorData.allocate(spec, arena);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
        }
        return tensor;
    }
}
