package dev.assay.engines.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.stats.ErrorCalculator;
import dev.assay.core.stats.TensorPairs;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import dev.assay.engines.StoredMst;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrecisionTest {
    private static final EngineCache CACHE = new EngineCache(Path.of("target", "cache"));
    private static final Map<String, String> ON_CPU = Map.of("device", "cpu", "threads", "2");

    private final PyTorchProvider provider = new PyTorchProvider();

    /// BF16 keeps 8 bits, so that one rounding is wrong by up to 2^-9; a network has many, and no
    /// FP32 result comes near that.
    @Test
    void computesInBfloat16AndAnswersInFloat32() {
        PreparedEngine prepared = provider.prepare(Requests.mst(Precision.BF16, ON_CPU), CACHE);

        assertThat(prepared.identity().settings())
                .containsEntry("device", "cpu")
                .containsEntry("cast", "weights");
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepared);
                Session session = engine.openSession();
                Query query =
                        session.bind(
                                ModelInputs.read(StoredMst.INPUTS, StoredMst.ROW, arena)
                                        .batch(0, 2, arena))) {
            query.run();
            TensorData output = query.outputs().getFirst();

            assertThat(output.spec().elementType()).isEqualTo(ElementType.FLOAT32);
            double error =
                    ErrorCalculator.calculate(TensorPairs.of(output, reference(arena)))
                            .relativeL2()
                            .orElseThrow();
            assertThat(error).isBetween(Math.scalb(1.0, -11), Math.scalb(1.0, -4));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"TF32", "FP16"})
    void leavesToGpusWhatTheCpuLacks(Precision precision) {
        assertThatThrownBy(() -> provider.prepare(Requests.mst(precision, ON_CPU), CACHE))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED))
                .hasMessage("LibTorch on cpu has no %s here".formatted(precision));
    }

    @Test
    void saysWhatIsMissingWhereAGpuIsWantedAndThereIsNone() {
        assumeFalse(Files.exists(Path.of("/proc/driver/nvidia/version")), "there is a driver here");

        assertThatThrownBy(() ->
                        provider.prepare(
                                Requests.mst(Precision.FP32, Map.of("device", "cuda")), CACHE))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.ENVIRONMENT))
                .hasMessageContaining("NVIDIA driver");
    }

    private static TensorData reference(Arena arena) {
        return List.copyOf(SafetensorsFile.read(StoredMst.OUTPUTS, arena).values()).getFirst();
    }
}
