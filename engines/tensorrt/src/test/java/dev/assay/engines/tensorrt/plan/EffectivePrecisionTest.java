package dev.assay.engines.tensorrt.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.run.LayerPrecisions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectivePrecisionTest {
    private static final String FP32 = "Row major linear FP32";
    private static final String FP16 = "Channel major FP16 format where channel % 8 == 0";
    private static final String INT8 = "Thirty-two wide channel vectorized row major Int8 format";

    @Test
    void countsAMixedEngine() {
        LayerPrecisions precisions =
                of(
                        layer("Reformat", "Reformatting CopyNode for Input 0", FP32, FP16, ""),
                        layer("CaskConvolution", "/conv1/Conv", FP16, FP16, "sm80_xmma_f16f16"),
                        layer("CaskConvolution", "/conv2/Conv", FP16, FP16, "sm80_xmma_f16f16"),
                        layer("kgen", "__myl_AddMulTanh_myl0_1", FP32, FP32, "__myl_AddMulTanh"),
                        layer("NoOp", "Reshape_7", FP16, FP16, ""));

        assertThat(precisions).isEqualTo(new LayerPrecisions(3, Map.of("FP16", 2, "FP32", 1), 1));
        assertThat(precisions.sentence("FP16")).isEqualTo("2 of 3 layers run FP16");
    }

    @Test
    void countsAnInt8InputAsInt8WhateverComesOut() {
        assertThat(of(layer("CaskConvolution", "c", INT8, FP16, "sm80_xmma_i8i8")))
                .isEqualTo(new LayerPrecisions(1, Map.of("INT8", 1), 0));
    }

    @Test
    void countsALayerThatQuantisesItsResultByWhatItReads() {
        assertThat(of(layer("CaskConvolution", "c", FP16, INT8, "")).in("FP16")).isEqualTo(1);
    }

    @Test
    void tellsTf32FromFp32ByTheKernel() {
        LayerPrecisions precisions =
                of(
                        layer("CaskConvolution", "a", FP32, FP32, "sm80_xmma_fprop_f32f32_f32"),
                        layer("CaskGemm", "b", FP32, FP32, "sm80_xmma_gemm_F32TF32_f32"),
                        layer("CaskConvolution", "c", FP16, FP16, "a_tf32_named_kernel"));

        assertThat(precisions.byPrecision()).isEqualTo(Map.of("FP32", 1, "TF32", 1, "FP16", 1));
    }

    @Test
    void countsMovesApartAndShapesNotAtAll() {
        LayerPrecisions precisions =
                of(
                        layer("Quantize", "q", FP32, INT8, ""),
                        layer("kgen", "__myl_Tra_myl5_1", FP32, FP32, "__myl_Tra_0xec4c"),
                        layer("kgen", "__myl_TraRes_myl5_2", FP32, FP32, "__myl_TraRes_0x1"),
                        layer("kgen", "__myl_Cas_myl5_3", FP32, FP16, "__myl_Cas_0x2"),
                        layer("Shuffle", "s", FP16, FP16, ""),
                        layer("Slice", "p", FP16, FP16, ""),
                        layer("shape_call", "__mye202_0_myl5_0", "", "", ""),
                        layer("reshape", "__mye8371_myl9_11", "Int64", "Int64", ""),
                        layer("cast", "cast_hvar^8367i64_myl9_12", "Int64", "Int64", ""),
                        layer("Constant", "k", "", FP16, ""),
                        layer("ShapeHostToDeviceCopy", "h", "Int32", "Int32", ""),
                        layer("signal", "__mye975_myl5_3", FP16, FP16, ""),
                        layer("wait", "__mye977_myl5_5", FP16, FP16, ""));

        assertThat(precisions).isEqualTo(new LayerPrecisions(0, Map.of(), 6));
    }

    @Test
    void countsAGeneratedKernelThatAlsoComputes() {
        assertThat(
                        of(
                                layer("kgen", "__myl_TraMul_myl7_8", "Float", "Float", ""),
                                layer("kgen", "__myl_AddCasMeaSub_myl7_9", "Half", "Float", ""),
                                layer("gemm", "to_v_myl5_2", "Float", "Float", "f32f32_tf32f32")))
                .isEqualTo(new LayerPrecisions(3, Map.of("FP32", 1, "FP16", 1, "TF32", 1), 0));
    }

    @Test
    void countsAForeignNodeAsOneOpaqueLayer() {
        assertThat(of(layer("Myelin", "{ForeignNode[/a.../b]}", "BFloat16", FP32, "")))
                .isEqualTo(new LayerPrecisions(1, Map.of("BF16", 1), 0, 1));
    }

    @Test
    void countsIndexArithmeticAsSuch() {
        assertThat(of(layer("Gather", "g", "Int32", "Int32", "")).in("INTEGER")).isEqualTo(1);
    }

    @Test
    void countsWhatItCannotTellAsUnknown() {
        String namesOnly = "{\"Layers\": [\"/conv1/Conv\"], \"Bindings\": [\"x\"]}";

        assertThat(EffectivePrecision.of(namesOnly))
                .isEqualTo(new LayerPrecisions(1, Map.of("UNKNOWN", 1), 0));
        assertThat(of(layer("kgen", "k", "N/A due to dynamic shapes", "N/A", "")).in("UNKNOWN"))
                .isEqualTo(1);
    }

    @Test
    void readsTheFieldsOfTensorRt11() {
        String json =
                """
                {"Layers": [{"Name": "c", "LayerType": "conv", "New": 1,
                  "Inputs": [{"Name": "x", "Format": "N:128,32", "Datatype": "Half"}],
                  "Outputs": [{"Name": "y", "Datatype": "Half"}]}],
                 "I/O Tensors": [{"Name": "x"}]}
                """;

        assertThat(EffectivePrecision.of(json).in("FP16")).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNoReport() {
        assertThatThrownBy(() -> EffectivePrecision.of("Layers:"))
                .isInstanceOf(AssayException.class);
        assertThatThrownBy(() -> EffectivePrecision.of("{}")).isInstanceOf(AssayException.class);
    }

    private static LayerPrecisions of(String... layers) {
        return EffectivePrecision.of(
                "{\"Layers\": [" + String.join(",", layers) + "], \"Bindings\": [\"x\", \"y\"]}");
    }

    private static String layer(
            String type, String name, String input, String output, String tactic) {
        return """
        {"Name": "%s", "LayerType": "%s",
         "Inputs": [{"Name": "x", "Location": "Device", "Dimensions": [1, 3, 8, 8],
                     "Format/Datatype": "%s"}],
         "Outputs": [{"Name": "y", "Location": "Device", "Dimensions": [1, 8, 8, 8],
                      "Format/Datatype": "%s"}],
         "TacticName": "%s", "TacticValue": "0x1", "StreamId": 0, "Metadata": "[ONNX Layer: a]"}
        """
                .formatted(name, type, input, output, tactic);
    }
}
