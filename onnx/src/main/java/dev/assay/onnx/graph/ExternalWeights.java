package dev.assay.onnx.graph;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.assay.core.AssayException;
import dev.assay.onnx.proto.Onnx.ModelProto;
import dev.assay.onnx.proto.Onnx.StringStringEntryProto;
import dev.assay.onnx.proto.Onnx.TensorProto;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Weights that lie in files beside a model, as ONNX's external data: in a file of their own, or
/// anywhere in one that is there for something else.
///
/// A model may come from anywhere: only files in its own folder are read, whatever it names.
final class ExternalWeights {
    private final Path model;

    private ExternalWeights(Path file) {
        this.model = file.toAbsolutePath().normalize();
    }

    /// Where the bytes of one weight are.
    ///
    /// @param offset in bytes from the beginning of the file
    private record Place(Path file, long offset, long length) {}

    /// The model with its weights inside.
    ///
    /// @throws AssayException of kind `DATA` if they are not where the model says, or more than one
    ///   ONNX file can have
    static ModelProto loaded(ModelProto model, Path file) {
        ExternalWeights weights = new ExternalWeights(file);
        List<TensorProto> external = external(model);
        if (external.isEmpty()) {
            return model;
        }
        long bytes = external.stream().mapToLong(it -> weights.place(it).length()).sum();
        if (bytes > OnnxFile.MOST_BYTES) {
            throw AssayException.data(
                    weights.model
                            + " has more than 2 GiB of weights: Assay makes no other file from"
                            + " it. Export the one that is needed, and name it in the suite");
        }
        return Tensors.changed(
                model,
                tensor -> isExternal(tensor) ? inside(tensor, weights.read(tensor)) : tensor);
    }

    /// The same, with weights that are not copied: the model holds them as long as the arena lives.
    static ModelProto mapped(ModelProto model, Path file, Arena arena) {
        ExternalWeights weights = new ExternalWeights(file);
        return Tensors.changed(
                model,
                tensor ->
                        isExternal(tensor)
                                ? inside(tensor, weights.map(tensor, arena).asByteBuffer())
                                : tensor);
    }

    /// The weights alone, each as large as it is, in the order of the graph.
    static List<MemorySegment> segments(ModelProto model, Path file, Arena arena) {
        ExternalWeights weights = new ExternalWeights(file);
        return external(model).stream().map(tensor -> weights.map(tensor, arena)).toList();
    }

    static boolean isExternal(TensorProto tensor) {
        return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
    }

    private static List<TensorProto> external(ModelProto model) {
        List<TensorProto> external = new ArrayList<>();
        ModelProto _ =
                Tensors.changed(
                        model,
                        tensor -> {
                            if (isExternal(tensor)) {
                                external.add(tensor);
                            }
                            return tensor;
                        });
        return external;
    }

    private static TensorProto inside(TensorProto tensor, ByteBuffer values) {
        ByteString bytes = UnsafeByteOperations.unsafeWrap(values);
        return tensor.toBuilder().clearExternalData().clearDataLocation().setRawData(bytes).build();
    }

    private ByteBuffer read(TensorProto tensor) {
        Place place = place(tensor);
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(place.length()));
        try (FileChannel channel = FileChannel.open(place.file(), StandardOpenOption.READ)) {
            while (buffer.hasRemaining()
                    && channel.read(buffer, place.offset() + buffer.position()) >= 0) {
                // Until all is there.
            }
            return buffer.flip();
        } catch (IOException e) {
            throw unreadable(tensor, place.file(), e);
        }
    }

    private MemorySegment map(TensorProto tensor, Arena arena) {
        Place place = place(tensor);
        try (FileChannel channel = FileChannel.open(place.file(), StandardOpenOption.READ)) {
            return channel.map(MapMode.READ_ONLY, place.offset(), place.length(), arena);
        } catch (IOException e) {
            throw unreadable(tensor, place.file(), e);
        }
    }

    private Place place(TensorProto tensor) {
        Map<String, String> about = new HashMap<>();
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            about.put(entry.getKey(), entry.getValue());
        }
        Path source = source(tensor, about.getOrDefault("location", ""));
        try (FileChannel channel = FileChannel.open(source, StandardOpenOption.READ)) {
            long size = channel.size();
            long offset = number(tensor, about, "offset", 0);
            long length = number(tensor, about, "length", Math.max(0, size - offset));
            if (offset > size || length > size - offset) {
                throw damaged(
                        tensor,
                        "bytes %d to %d of %s, which has %d"
                                .formatted(offset, offset + length, source, size));
            }
            return new Place(source, offset, length);
        } catch (IOException e) {
            throw unreadable(tensor, source, e);
        }
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
        } catch (NoSuchFileException e) {
            throw AssayException.data(
                    "%s has weights, such as '%s', in another file, %s, which is missing: the two belong together. Put it beside the model, or export the model again"
                            .formatted(model, tensor.getName(), location));
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

    private AssayException unreadable(TensorProto tensor, Path source, IOException e) {
        return AssayException.data(
                "Weight '%s' of %s lies in %s, which cannot be read: %s"
                        .formatted(tensor.getName(), model, source, e));
    }

    private AssayException damaged(TensorProto tensor, String where) {
        return AssayException.data(
                "%s says that its weight '%s' is at %s: export it again"
                        .formatted(model, tensor.getName(), where));
    }
}
