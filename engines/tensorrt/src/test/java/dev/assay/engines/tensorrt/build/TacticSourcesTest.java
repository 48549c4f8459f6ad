package dev.assay.engines.tensorrt.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import org.bytedeco.tensorrt.global.nvinfer.TacticSource;
import org.junit.jupiter.api.Test;

// cuDNN and cuBLAS leave TensorRT with version 11; this line still has them.
@SuppressWarnings("deprecation")
class TacticSourcesTest {
    private static final int CUDNN = 1 << TacticSource.kCUDNN.value;
    private static final int CUBLAS = 1 << TacticSource.kCUBLAS.value;
    private static final int JIT = 1 << TacticSource.kJIT_CONVOLUTIONS.value;

    @Test
    void changesOnlyTheSourcesItNames() {
        TacticSources sources = TacticSources.parse("-CUDNN,+CUBLAS");

        assertThat(sources.applyTo(CUDNN | JIT)).isEqualTo(CUBLAS | JIT);
        assertThat(sources).hasToString("+CUBLAS,-CUDNN");
    }

    @Test
    void namesASetOfSources() {
        assertThat(TacticSources.describe(CUDNN | JIT)).isEqualTo("CUDNN,JIT_CONVOLUTIONS");
        assertThat(TacticSources.describe(0)).isEqualTo("none");
    }

    @Test
    void refusesUnknownSourcesAndNamesTheKnownOnes() {
        assertThatThrownBy(() -> TacticSources.parse("+CUDA"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("'+CUDA'")
                .hasMessageContaining("CUBLAS_LT");
        assertThatThrownBy(() -> TacticSources.parse("CUDNN")).isInstanceOf(AssayException.class);
    }
}
