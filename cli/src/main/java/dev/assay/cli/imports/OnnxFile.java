package dev.assay.cli.imports;

import dev.assay.core.AssayException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// The outermost layer of an ONNX file, a protobuf message `ModelProto`.
///
/// Format: <https://protobuf.dev/programming-guides/encoding/> and `onnx.proto` of ONNX.
final class OnnxFile {
    /// What ONNX Runtime 1.20 reads.
    static final long NEWEST_IR = 10;

    private static final int IR_VERSION = 1;
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int WIRE_TYPE_BITS = 3;
    private static final int MOST_VARINT_BYTES = 10;

    private OnnxFile() {}

    /// The file that engines can read: the model itself.
    ///
    /// @throws AssayException if it is no ONNX file, or of a version that ONNX Runtime refuses
    static Path readable(Path model) {
        if (!Files.isRegularFile(model)) {
            throw AssayException.config("--onnx: there is no file " + model);
        }
        long version =
                irVersion(model)
                        .orElseThrow(() ->
                                AssayException.data(
                                        "%s is no ONNX model: it does not begin with an IR version. Export one with torch.onnx.export"
                                                .formatted(model)));
        if (version > NEWEST_IR) {
            Path lower = model.resolveSibling(stem(model) + "-ir" + NEWEST_IR + ".onnx");
            throw AssayException.data(
                    """
                    %s has IR version %d, ONNX Runtime 1.20 reads up to %d. This writes a lower one:
                      python -c "import onnx; m = onnx.load('%s'); m.ir_version = %d; onnx.save(m, '%s')"
                    then import %s\
                    """
                            .formatted(model, version, NEWEST_IR, model, NEWEST_IR, lower, lower));
        }
        return model;
    }

    /// The file's name without its suffix.
    static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /// Empty where the file is not such a message. Fields may come in any order, but every exporter
    /// writes this one before the graph; nothing else is looked into.
    private static OptionalLong irVersion(Path model) {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(model)))) {
            while (true) {
                long tag = varint(in);
                long field = tag >>> WIRE_TYPE_BITS;
                int wire = (int) (tag & ((1 << WIRE_TYPE_BITS) - 1));
                if (wire == VARINT) {
                    long value = varint(in);
                    if (field == IR_VERSION) {
                        return value > 0 ? OptionalLong.of(value) : OptionalLong.empty();
                    }
                } else if (wire == LENGTH_DELIMITED) {
                    in.skipNBytes(varint(in));
                } else {
                    return OptionalLong.empty();
                }
            }
        } catch (EOFException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw AssayException.data("Cannot read " + model + ": " + e);
        }
    }

    private static long varint(DataInputStream in) throws IOException {
        long value = 0;
        for (int i = 0; i < MOST_VARINT_BYTES; i++) {
            int next = in.readUnsignedByte();
            value |= (long) (next & 0x7f) << (7 * i);
            if (next < 0x80) {
                return value;
            }
        }
        throw new EOFException("a number without end");
    }
}
