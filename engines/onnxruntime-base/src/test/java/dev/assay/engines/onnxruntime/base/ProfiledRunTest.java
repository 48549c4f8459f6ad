package dev.assay.engines.onnxruntime.base;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.suite.OptimizationProfile;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.EngineRequest;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfiledRunTest {
    private static final TensorSpec DYNAMIC =
            new TensorSpec("x", ElementType.FLOAT32, Shape.of(Shape.DYNAMIC, 2));

    @TempDir Path folder;

    @Test
    void takesOneRowWhereAnyNumberWillDo() {
        assertThat(rows(DYNAMIC, Optional.empty())).isEqualTo(1);
    }

    @Test
    void takesAsManyRowsAsTheEnginesProfileWants() {
        assertThat(rows(DYNAMIC, Optional.of(OptimizationProfile.exactly(16, Shape.parse("2")))))
                .isEqualTo(16);
    }

    @Test
    void takesAsManyRowsAsTheModelIsFixedTo() {
        TensorSpec fixed = new TensorSpec("x", ElementType.FLOAT32, Shape.of(3, 2));

        assertThat(rows(fixed, Optional.empty())).isEqualTo(3);
    }

    private long rows(TensorSpec input, Optional<OptimizationProfile> profile) {
        Path inputs = folder.resolve("inputs.safetensors");
        List<Long> seen = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            TensorSpec stored = new TensorSpec("x", ElementType.FLOAT32, Shape.of(2, 2));
            SafetensorsFile.write(inputs, List.of(TensorData.allocate(stored, arena)));
        }
        ProfiledRun.placements(
                request(inputs, profile),
                List.of(input),
                (prefix, given) -> {
                    seen.add(requireNonNull(given.get("x")).shape().dim(0));
                    AtomicFile.write(prefix, "[]");
                    return prefix;
                });
        return seen.getFirst();
    }

    private static EngineRequest request(Path inputs, Optional<OptimizationProfile> profile) {
        return new EngineRequest(
                "onnxruntime-tensorrt",
                Path.of("model.onnx"),
                Precision.FP16,
                inputs,
                Optional.empty(),
                profile,
                0,
                1,
                Map.of());
    }
}
