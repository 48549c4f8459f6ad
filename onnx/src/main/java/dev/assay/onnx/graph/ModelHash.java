package dev.assay.onnx.graph;

import com.google.protobuf.CodedOutputStream;
import dev.assay.core.AssayException;
import dev.assay.core.format.Sha256;
import dev.assay.onnx.proto.Onnx.ModelProto;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/// What a model is known by: the SHA-256 of its file with all of its weights in it.
///
/// An ONNX model can have weights in files beside it. They count as if the model had them inside:
/// moving them out or in changes nothing, and one that changes in the other file is another model.
/// Whatever else is in that file does not count.
public final class ModelHash {
    private static final String ONNX = ".onnx";

    private ModelHash() {}

    /// The file's own SHA-256; that of the whole model where weights lie in other files, and above
    /// the 2 GiB that one ONNX file can have, that of the file and then of each of those weights.
    ///
    /// @param model an ONNX file, or any other: a TorchScript module, an engine
    /// @throws AssayException of kind `DATA` if a file cannot be read, or a weight is not where the
    ///   model says
    public static String of(Path model) {
        try {
            if (!String.valueOf(model.getFileName()).endsWith(ONNX) || !ExternalScan.finds(model)) {
                return Sha256.of(model);
            }
        } catch (IOException e) {
            throw AssayException.data("Cannot read " + model + ": " + e);
        }
        try (Arena arena = Arena.ofConfined()) {
            ModelProto graph = OnnxFile.readGraph(model);
            List<MemorySegment> weights = ExternalWeights.segments(graph, model, arena);
            long bytes = weights.stream().mapToLong(MemorySegment::byteSize).sum();
            if (graph.getSerializedSize() + bytes > OnnxFile.MOST_BYTES) {
                StringBuilder hashes = new StringBuilder(Sha256.of(model));
                weights.forEach(weight -> hashes.append(Sha256.of(weight)));
                return Sha256.of(hashes.toString());
            }
            ModelProto whole = ExternalWeights.mapped(graph, model, arena);
            return Sha256.ofWritten(out -> {
                CodedOutputStream coded = CodedOutputStream.newInstance(out);
                whole.writeTo(coded);
                coded.flush();
            });
        }
    }
}
