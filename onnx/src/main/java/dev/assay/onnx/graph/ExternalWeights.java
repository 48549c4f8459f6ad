package dev.assay.onnx.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.assay.core.AssayException;
import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.StringStringEntryProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/// Weights that lie in files beside a model, as ONNX's external data.
///
/// A model may come from anywhere: only files in its own folder are read, whatever it names.
final class ExternalWeights {
    private final Path model;
    private long bytes;

    private ExternalWeights(Path model) {
        this.model = model;
    }

    /// The model with its weights inside.
    static ModelProto loaded(ModelProto model, Path file) {
        GraphProto graph = model.getGraph();
        if (graph.getInitializerList().stream().noneMatch(ExternalWeights::isExternal)) {
            return model;
        }
        ExternalWeights reader = new ExternalWeights(file.toAbsolutePath().normalize());
        GraphProto.Builder whole = graph.toBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            if (isExternal(graph.getInitializer(i))) {
                whole.setInitializer(i, reader.load(graph.getInitializer(i)));
            }
        }
        return model.toBuilder().setGraph(whole).build();
    }

    static boolean isExternal(TensorProto tensor) {
        return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    }

    private TensorProto load(TensorProto tensor) {
        Map<String, String> about = new HashMap<>();
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            about.put(entry.getKey(), entry.getValue());
        }
        Path source = source(tensor, about.getOrDefault("location", ""));
        try (FileChannel channel = FileChannel.open(source, StandardOpenOption.READ)) {
            long offset = number(tensor, about, "offset", 0);
            long length = number(tensor, about, "length", channel.size() - offset);
            if (offset > channel.size() || length > channel.size() - offset) {
                throw damaged(
                        tensor,
                        "bytes %d to %d of %s, which has %d"
                                .formatted(offset, offset + length, source, channel.size()));
            }
            bytes = Math.addExact(bytes, length);
            if (bytes > OnnxFile.MOST_BYTES) {
                throw AssayException.data(
                        model
                                + " has more than 2 GiB of weights: Assay makes no other file from"
                                + " it. Export the one that is needed, and name it in the suite");
            }
            return tensor.toBuilder()
                    .clearExternalData()
                    .clearDataLocation()
                    .setRawData(read(channel, offset, Math.toIntExact(length)))
                    .build();
        } catch (IOException e) {
            throw AssayException.data(
                    "Weight '%s' of %s lies in %s, which cannot be read: %s"
                            .formatted(tensor.getName(), model, source, e));
        }
    }

    private static ByteString read(FileChannel channel, long offset, int length)
            throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
            // Until all is there.
        }
        return UnsafeByteOperations.unsafeWrap(buffer.flip());
    }

    private Path source(TensorProto tensor, String location) {
        Path folder = model.resolveSibling("");
        try {
            Path source = folder.resolve(location).normalize();
            if (location.isEmpty()
                    || Path.of(location).isAbsolute()
                    || !source.startsWith(folder)
                    || !source.toRealPath().startsWith(folder.toRealPath())) {
                throw damaged(tensor, "'" + location + "', which is not in the model's folder");
            }
            return source;
        } catch (InvalidPathException | IOException e) {
            throw damaged(tensor, "'" + location + "', which is not beside it (" + e + ")");
        }
    }

    private long number(TensorProto tensor, Map<String, String> about, String key, long fallback) {
        String text = about.get(key);
        try {
            long number = text == null ? fallback : Long.parseLong(text.strip());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, like a negative number.
        }
        throw damaged(tensor, key + " " + text);
    }

    private AssayException damaged(TensorProto tensor, String where) {
        return AssayException.data(
                "%s says that its weight '%s' is at %s: export it again"
                        .formatted(model, tensor.getName(), where));
    }
}
