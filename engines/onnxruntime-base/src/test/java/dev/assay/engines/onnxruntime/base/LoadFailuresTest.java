package dev.assay.engines.onnxruntime.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Messages as ONNX Runtime 1.20.0 writes them.
class LoadFailuresTest {
    @Test
    void saysWhatToDoAboutANewFileFormat() {
        assertThat(
                        LoadFailures.inWords(
                                "Error code - ORT_FAIL - message: Load model from m.onnx failed:model.cc:180 onnxruntime::Model::Model(onnx::ModelProto&&) Unsupported model IR version: 12, max supported IR version: 10\n"))
                .isEqualTo(
                        "it has IR version 12, ONNX Runtime reads up to 10: 'assay import' writes a copy that it reads");
    }

    @Test
    void namesTheFileOfWeightsThatIsMissing() {
        assertThat(
                        LoadFailures.inWords(
                                "Error code - ORT_RUNTIME_EXCEPTION - message: Exception during initialization: filesystem error: cannot get file size: No such file or directory [/models/ext.onnx.data]"))
                .contains("there is no /models/ext.onnx.data");
    }

    @Test
    void leavesOtherReasonsAsTheyAre() {
        assertThat(
                        LoadFailures.inWords(
                                "Error code - ORT_INVALID_PROTOBUF - message: Protobuf parsing failed."))
                .isEqualTo("Protobuf parsing failed.");
    }
}
