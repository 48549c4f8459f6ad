package dev.assay.engines.onnxruntime.iobinding;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.onnxruntime.base.LoadFailures;
import dev.assay.engines.onnxruntime.base.SessionSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.onnxruntime.Env;
import org.bytedeco.onnxruntime.IoBinding;
import org.bytedeco.onnxruntime.LongVector;
import org.bytedeco.onnxruntime.OrtAllocator;
import org.bytedeco.onnxruntime.RunOptions;
import org.bytedeco.onnxruntime.Session;
import org.bytedeco.onnxruntime.SessionOptions;
import org.bytedeco.onnxruntime.TypeInfo;
import org.bytedeco.onnxruntime.global.onnxruntime;

/// A session of the C++ API.
final class NativeSession implements AutoCloseable {
    private final Session session;
    private final OrtAllocator allocator;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;

    private NativeSession(Session session) {
        this.session = session;
        allocator = defaultAllocator();
        inputs =
                specs(
                        session.GetInputCount(),
                        i -> session.GetInputNameAllocated(i, allocator),
                        session::GetInputTypeInfo);
        outputs =
                specs(
                        session.GetOutputCount(),
                        i -> session.GetOutputNameAllocated(i, allocator),
                        session::GetOutputTypeInfo);
    }

    /// @param stream of CUDA to compute on, if it is somebody's
    /// @param profile prefix of the name of a profile to write, if any
    /// @throws AssayException of kind `ENGINE_BUILD` if ONNX Runtime does not take the model or a
    ///   setting
    static NativeSession open(
            Path model,
            SessionSettings settings,
            Optional<? extends Pointer> stream,
            Optional<Path> profile) {
        // First: the TensorRT provider writes into its log when its options are made.
        Env environment = OnnxRuntimeLibrary.environment();
        try (SessionOptions options = NativeOptions.of(settings, stream);
                BytePointer path = new BytePointer(model.toString())) {
            if (profile.isPresent()) {
                try (BytePointer prefix = new BytePointer(profile.get().toString())) {
                    options.EnableProfiling(prefix);
                }
            }
            return new NativeSession(new Session(environment, path, options));
        } catch (AssayException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new AssayException(
                    ErrorKind.ENGINE_BUILD,
                    "ONNX Runtime cannot load %s: %s"
                            .formatted(model, LoadFailures.inWords(String.valueOf(e.getMessage()))),
                    e);
        }
    }

    /// By the model's names; extents may be dynamic.
    List<TensorSpec> inputs() {
        return inputs;
    }

    /// Likewise.
    List<TensorSpec> outputs() {
        return outputs;
    }

    IoBinding newBinding() {
        return new IoBinding(session);
    }

    /// @throws AssayException of kind `INFERENCE` with ONNX Runtime's words
    void run(RunOptions options, IoBinding binding) {
        try {
            session.Run(options, binding);
        } catch (RuntimeException e) {
            throw failed(e);
        }
    }

    static AssayException failed(RuntimeException e) {
        return new AssayException(ErrorKind.INFERENCE, "ONNX Runtime failed: " + e.getMessage(), e);
    }

    /// The profile of all runs so far, which {@link #open} was asked for.
    Path endProfiling() {
        try (PointerScope temporaries = new PointerScope()) {
            return Path.of(session.EndProfilingAllocated(allocator).getString());
        }
    }

    private static List<TensorSpec> specs(
            long count, LongFunction<BytePointer> names, LongFunction<TypeInfo> types) {
        List<TensorSpec> specs = new ArrayList<>();
        try (PointerScope temporaries = new PointerScope()) {
            for (long i = 0; i < count; i++) {
                String name = names.apply(i).getString();
                TypeInfo type = types.apply(i);
                if (type.GetONNXType() != onnxruntime.ONNX_TYPE_TENSOR) {
                    throw new AssayException(
                            ErrorKind.ENGINE_BUILD, "'" + name + "' is not a tensor");
                }
                var tensor = type.GetTensorTypeAndShapeInfo();
                specs.add(
                        new TensorSpec(
                                name,
                                TensorTypes.ofOnnx(name, tensor.GetElementType()),
                                shape(tensor.GetShape())));
            }
        }
        return List.copyOf(specs);
    }

    static Shape shape(LongVector extents) {
        return Shape.of(extents.get());
    }

    private static OrtAllocator defaultAllocator() {
        try (PointerPointer<Pointer> found = new PointerPointer<>(1)) {
            onnxruntime.GetApi().GetAllocatorWithDefaultOptions(found);
            return new OrtAllocator(found.get(0));
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
