package dev.assay.core.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names that TensorRT 10.6 gave its kernels in MST++.
class KernelNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            textBlock =
                    """
                    _ZN6cuInt810nhwcTonchwI6__halfLi32ELi16ELi2EEEvPKS1_PT_iiiiii cuInt8::nhwcTonchw
                    _ZN12cuSliceLayer10naiveSliceIiLNS_4ModeE5ELi4EEEvNS_12LaunchParamsIT_EE cuSliceLayer::naiveSlice
                    _ZN12_GLOBAL__N_14scanIfEEvPT_ scan
                    _Z6kernelPf kernel
                    _ZL6kernelPf kernel
                    _Z99cut _Z99cut
                    _Z99999999999999 _Z99999999999999
                    _ZSt4sortv _ZSt4sortv
                    sm80_xmma_gemm_f16f16_execute_kernel_trt sm80_xmma_gemm_f16f16_execute_kernel_trt
                    """)
    void leavesNamespacesAndTheFunction(String mangled, String readable) {
        assertThat(KernelName.readable(mangled)).isEqualTo(readable);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = "void cub::Scan<float, 4>(float*)|cub::Scan")
    void cutsParametersOfNamesThatAreReadableAlready(String name, String readable) {
        assertThat(KernelName.readable(name)).isEqualTo(readable);
    }
}
