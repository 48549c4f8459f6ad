package dev.assay.engines.onnxruntime.iobinding;

import static org.bytedeco.onnxruntime.global.onnxruntime.ORT_DISABLE_ALL;
import static org.bytedeco.onnxruntime.global.onnxruntime.ORT_ENABLE_ALL;
import static org.bytedeco.onnxruntime.global.onnxruntime.ORT_ENABLE_BASIC;
import static org.bytedeco.onnxruntime.global.onnxruntime.ORT_ENABLE_EXTENDED;
import static org.bytedeco.onnxruntime.global.onnxruntime.ORT_SEQUENTIAL;

import dev.assay.engines.onnxruntime.base.SessionSettings;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.onnxruntime.OrtApi;
import org.bytedeco.onnxruntime.OrtCUDAProviderOptionsV2;
import org.bytedeco.onnxruntime.OrtStatus;
import org.bytedeco.onnxruntime.OrtTensorRTProviderOptionsV2;
import org.bytedeco.onnxruntime.SessionOptions;
import org.bytedeco.onnxruntime.Status;
import org.bytedeco.onnxruntime.global.onnxruntime;
import org.jspecify.annotations.Nullable;

/// A session's settings in the C++ API's terms.
final class NativeOptions {
    private static final String STREAM = "user_compute_stream";

    private NativeOptions() {}

    /// @param stream of CUDA to compute on, empty for one of ONNX Runtime's own
    /// @throws RuntimeException with ONNX Runtime's words if it refuses one
    static SessionOptions of(SessionSettings settings, Optional<? extends Pointer> stream) {
        SessionOptions options = new SessionOptions();
        options.SetIntraOpNumThreads(settings.threads());
        options.SetInterOpNumThreads(1);
        options.SetExecutionMode(ORT_SEQUENTIAL);
        options.EnableMemPattern();
        options.EnableCpuMemArena();
        options.AddConfigEntry(
                SessionSettings.SPINNING.getKey(), SessionSettings.SPINNING.getValue());
        options.SetGraphOptimizationLevel(
                switch (settings.optimization()) {
                    case "none" -> ORT_DISABLE_ALL;
                    case "basic" -> ORT_ENABLE_BASIC;
                    case "extended" -> ORT_ENABLE_EXTENDED;
                    default -> ORT_ENABLE_ALL;
                });
        // In order of preference: what the first cannot place goes to the next, and to the CPU.
        if (!settings.tensorRt().isEmpty()) {
            addTensorRt(options, settings.tensorRt(), stream);
        }
        if (!settings.cuda().isEmpty()) {
            addCuda(options, settings.cuda(), stream);
        }
        return options;
    }

    /// Keys that a provider does not know are refused by it.
    private static void addCuda(
            SessionOptions options, Map<String, String> keys, Optional<? extends Pointer> stream) {
        OrtApi api = onnxruntime.GetApi();
        try (PointerPointer<OrtCUDAProviderOptionsV2> made = new PointerPointer<>(1);
                PointerPointer<BytePointer> names = pointers(keys.keySet());
                PointerPointer<BytePointer> values = pointers(keys.values())) {
            check(api.CreateCUDAProviderOptions(made));
            OrtCUDAProviderOptionsV2 provider = new OrtCUDAProviderOptionsV2(made.get(0));
            try {
                check(api.UpdateCUDAProviderOptions(provider, names, values, keys.size()));
                stream.ifPresent(it ->
                        use(
                                it,
                                key -> api.UpdateCUDAProviderOptionsWithValue(provider, key, it),
                                (key, taken) ->
                                        api.GetCUDAProviderOptionsByName(provider, key, taken)));
                options.AppendExecutionProvider_CUDA_V2(provider);
            } finally {
                api.ReleaseCUDAProviderOptions().call(provider);
            }
        }
    }

    private static void addTensorRt(
            SessionOptions options, Map<String, String> keys, Optional<? extends Pointer> stream) {
        OrtApi api = onnxruntime.GetApi();
        try (PointerPointer<OrtTensorRTProviderOptionsV2> made = new PointerPointer<>(1);
                PointerPointer<BytePointer> names = pointers(keys.keySet());
                PointerPointer<BytePointer> values = pointers(keys.values())) {
            check(api.CreateTensorRTProviderOptions(made));
            OrtTensorRTProviderOptionsV2 provider = new OrtTensorRTProviderOptionsV2(made.get(0));
            try {
                check(api.UpdateTensorRTProviderOptions(provider, names, values, keys.size()));
                stream.ifPresent(it ->
                        use(
                                it,
                                key ->
                                        api.UpdateTensorRTProviderOptionsWithValue(
                                                provider, key, it),
                                (key, taken) ->
                                        api.GetTensorRTProviderOptionsByName(
                                                provider, key, taken)));
                options.AppendExecutionProvider_TensorRT_V2(provider);
            } finally {
                api.ReleaseTensorRTProviderOptions().call(provider);
            }
        }
    }

    /// Not as a key: ONNX Runtime 1.20 takes the address from one only beside another that is not
    /// in its documentation, and else computes on CUDA's default stream without a word. So it is
    /// asked.
    ///
    /// @param set gives the option of that name the stream's address
    /// @param get writes the option's value where it is told to
    private static void use(
            Pointer stream,
            Function<BytePointer, @Nullable OrtStatus> set,
            BiFunction<BytePointer, PointerPointer<Pointer>, @Nullable OrtStatus> get) {
        try (BytePointer key = new BytePointer(STREAM);
                PointerPointer<Pointer> taken = new PointerPointer<>(1)) {
            check(set.apply(key));
            check(get.apply(key, taken));
            Pointer now = taken.get(0);
            if (now == null || now.address() != stream.address()) {
                throw new IllegalArgumentException("it does not take a stream to compute on");
            }
        }
    }

    private static PointerPointer<BytePointer> pointers(Collection<String> texts) {
        return new PointerPointer<>(texts.toArray(String[]::new));
    }

    /// @param status null where all is well
    private static void check(@Nullable OrtStatus status) {
        if (status != null && !status.isNull()) {
            try (Status failure = new Status(status)) {
                throw new IllegalArgumentException(failure.GetErrorMessage().getString());
            }
        }
    }
}
