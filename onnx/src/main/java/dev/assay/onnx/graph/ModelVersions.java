package dev.assay.onnx.graph;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.OperatorSetIdProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The versions that an ONNX file is written in.
///
/// @param ir of the file format
/// @param opset of ONNX's own operators, 0 where the model uses none
public record ModelVersions(long ir, long opset) {
    /// Reads them and skips the graph, so that a model of any size costs no memory.
    ///
    /// @throws AssayException of kind `DATA` if the file cannot be read, is cut off or no model
    public static ModelVersions of(Path file) {
        long ir = 0;
        long opset = 0;
        boolean graph = false;
        boolean opsets = false;
        try (InputStream stream = Files.newInputStream(file)) {
            CodedInputStream in = CodedInputStream.newInstance(stream);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case ModelProto.IR_VERSION_FIELD_NUMBER -> ir = in.readInt64();
                    case ModelProto.OPSET_IMPORT_FIELD_NUMBER -> {
                        OperatorSetIdProto entry =
                                in.readMessage(
                                        OperatorSetIdProto.parser(),
                                        ExtensionRegistryLite.getEmptyRegistry());
                        opsets = true;
                        opset = Opset.isStandard(entry.getDomain()) ? entry.getVersion() : opset;
                    }
                    default -> {
                        graph |= WireFormat.getTagFieldNumber(tag) == ModelProto.GRAPH_FIELD_NUMBER;
                        in.skipField(tag);
                    }
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw OnnxFile.damaged(file, e);
        } catch (IOException e) {
            throw new AssayException(ErrorKind.DATA, "Cannot read " + file + ": " + e, e);
        }
        if (ir <= 0 || !graph || !opsets) {
            throw AssayException.data(
                    "%s is no ONNX model: it has no IR version, no graph or no opset. Export one with torch.onnx.export"
                            .formatted(file));
        }
        return new ModelVersions(ir, opset);
    }

    /// Writes the same model with another IR version and all weights in one file.
    ///
    /// @throws AssayException of kind `DATA` if the model cannot be read whole, `ENVIRONMENT` if
    ///   the copy cannot be written
    public static void writeWithIr(long ir, Path model, Path copy) {
        OnnxFile.write(OnnxFile.read(model).toBuilder().setIrVersion(ir).build(), copy);
    }
}
