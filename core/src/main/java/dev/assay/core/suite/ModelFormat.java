package dev.assay.core.suite;

/// Which of a model's files an engine loads; the suite's key for it.
public enum ModelFormat {
    ONNX("onnx"),
    TORCHSCRIPT("torchscript"),
    /// A function in a Python file that makes the network, else a TorchScript module.
    PYTHON("python"),
    /// No network at all: stored outputs are played back.
    STORED_OUTPUTS("references");

    private final String key;

    ModelFormat(String key) {
        this.key = key;
    }

    /// The key under a suite's `models` that names the file.
    public String key() {
        return key;
    }
}
