package dev.assay.onnx.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.onnx.proto.Onnx.ModelProto;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Reads and writes ONNX files.
///
/// Any IR version is read: what is newer than this code is kept as it is.
public final class OnnxFile {
    /// Protobuf's limit of one message, and a Java array's.
    static final long MOST_BYTES = Integer.MAX_VALUE - 64;

    private static final int WRITE_BUFFER = 1 << 20;

    private OnnxFile() {}

    /// Reads a model with all of its weights, also those that lie in files beside it.
    ///
    /// The weights are not copied: the model holds the file's bytes.
    ///
    /// @throws AssayException of kind `DATA` if the file is missing, cut off, too large or no model
    public static ModelProto read(Path file) {
        return ExternalWeights.loaded(readGraph(file), file);
    }

    /// Reads a model without the weights that lie in other files.
    static ModelProto readGraph(Path file) {
        ModelProto model;
        try {
            long size = Files.size(file);
            if (size > MOST_BYTES) {
                throw AssayException.data(
                        "%s has %d bytes: one ONNX file can have 2 GiB, keep weights in a file beside it"
                                .formatted(file, size));
            }
            model = parse(UnsafeByteOperations.unsafeWrap(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            throw new AssayException(ErrorKind.DATA, "There is no model " + file, e);
        } catch (InvalidProtocolBufferException e) {
            throw damaged(file, e);
        } catch (IOException e) {
            throw new AssayException(ErrorKind.DATA, "Cannot read " + file + ": " + e, e);
        }
        if (!model.hasGraph()
                || model.getGraph().getNodeCount() == 0
                || model.getOpsetImportCount() == 0) {
            throw AssayException.data(
                    file + " is no ONNX model: it has no graph, no nodes or no opset");
        }
        return model;
    }

    static AssayException damaged(Path file, InvalidProtocolBufferException e) {
        return new AssayException(
                ErrorKind.DATA,
                "%s is damaged, cut off or no ONNX file (%s): export it again"
                        .formatted(file, e.getMessage()),
                e);
    }

    private static ModelProto parse(ByteString bytes) throws IOException {
        CodedInputStream in = bytes.newCodedInput();
        in.enableAliasing(true);
        ModelProto model = ModelProto.parser().parseFrom(in);
        in.checkLastTagWas(0);
        return model;
    }

    /// Writes a model by rename, so that a process that is killed leaves no half of one.
    ///
    /// @throws AssayException of kind `ENVIRONMENT` if it cannot be written
    public static void write(ModelProto model, Path file) {
        Path absolute = file.toAbsolutePath();
        Path folder = absolute.getParent();
        try {
            if (folder == null) {
                throw new IOException("it has no folder");
            }
            Files.createDirectories(folder);
            // Two processes may make the same file: the last one wins, with the same bytes.
            Path temporary =
                    folder.resolve(
                            "part-%d-%s"
                                    .formatted(
                                            ProcessHandle.current().pid(), absolute.getFileName()));
            try {
                try (OutputStream out = Files.newOutputStream(temporary)) {
                    CodedOutputStream coded = CodedOutputStream.newInstance(out, WRITE_BUFFER);
                    model.writeTo(coded);
                    coded.flush();
                }
                try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
                Files.move(
                        temporary,
                        absolute,
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw AssayException.environment(
                    "Cannot write " + file + " (" + e + "): check free space and permissions", e);
        }
    }
}
