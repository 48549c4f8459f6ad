package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.cuGetErrorName;
import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuModuleUnload;
import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMemcpy;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyHostToDevice;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/// An engine that is really slower: for rehearsals of a gate.
///
/// A kernel of one thread behind the engine looks at the GPU's nanosecond clock until its time is
/// over. It is enqueued as the engine is, so that a CUDA graph records it and events around the
/// query see it. {@link SlowedTime} finds out how long it has to stay.
final class SlowedLaunch implements Launch {
    /// PTX, which every driver compiles for its GPU: no compiler is needed here.
    static final String PTX =
            """
            .version 6.0
            .target sm_50
            .address_size 64

            .visible .entry stay(.param .u64 where)
            {
                .reg .u64 %r<5>;
                .reg .pred %p;
                ld.param.u64 %r1, [where];
                ld.global.u64 %r2, [%r1];
                mov.u64 %r3, %globaltimer;
                add.u64 %r3, %r3, %r2;
            busy:
                mov.u64 %r4, %globaltimer;
                setp.lt.u64 %p, %r4, %r3;
                @%p bra busy;
                ret;
            }
            """;

    private final Launch engine;
    private final NativeScope scope;

    /// @param scope that outlives every query
    SlowedLaunch(Launch engine, NativeScope scope) {
        this.engine = engine;
        this.scope = scope;
    }

    @Override
    public Optional<CUstream_st> stream() {
        return engine.stream();
    }

    @Override
    public Slowed bind(Map<String, Pointer> deviceAddresses, CUstream_st stream) {
        return new Slowed(engine.bind(deviceAddresses, stream), stream, scope);
    }

    /// The engine and the kernel behind it, which does not stay until {@link #stay} says how long.
    static final class Slowed implements Bound {
        private final Bound engine;
        private final CUstream_st stream;
        private final CUfunc_st kernel;
        private final Pointer nanos = new Pointer();
        private final PointerPointer<Pointer> arguments;

        Slowed(Bound engine, CUstream_st stream, NativeScope scope) {
            this.engine = engine;
            this.stream = stream;
            CUmod_st module = module(scope);
            kernel = function(module, "stay");
            Cuda.check(cudaMalloc(nanos, Long.BYTES), "allocate a place for a time");
            scope.onClose(() -> cudaFree(nanos));
            stay(0);
            LongPointer where = new LongPointer(1).put(nanos.address());
            arguments = argument(where);
            scope.onClose(() -> {
                arguments.close();
                where.close();
            });
        }

        /// An array of one pointer, through which CUDA reads the kernel's argument at each launch,
        /// or when it records one. `new PointerPointer<>(value)` is none: it takes the value itself
        /// for the array, and the driver then follows what is in it.
        static PointerPointer<Pointer> argument(Pointer value) {
            return new PointerPointer<>(1).put(0, value);
        }

        /// The engine alone, with the same memory and on the same stream.
        Bound plain() {
            return engine;
        }

        /// Sets how long the kernel stays from now on. Nothing may be in flight.
        void stay(long time) {
            try (LongPointer value = new LongPointer(1).put(time)) {
                Cuda.check(
                        cudaMemcpy(nanos, value, Long.BYTES, cudaMemcpyHostToDevice),
                        "tell the kernel how long to stay");
            }
        }

        private static CUmod_st module(NativeScope scope) {
            CUmod_st module = new CUmod_st();
            try (BytePointer ptx = new BytePointer(PTX)) {
                check(cuModuleLoadData(module, ptx), "load the kernel that slows down");
            }
            scope.onClose(() -> cuModuleUnload(module));
            return module;
        }

        private static CUfunc_st function(CUmod_st module, String name) {
            CUfunc_st function = new CUfunc_st();
            check(cuModuleGetFunction(function, module, name), "find the kernel " + name);
            return function;
        }

        @Override
        public void run() {
            engine.run();
            check(
                    cuLaunchKernel(kernel, 1, 1, 1, 1, 1, 1, 0, stream, arguments, null),
                    "launch the kernel that slows down");
        }

        @Override
        public Pointer[] outputs(Pointer[] bound) {
            return engine.outputs(bound);
        }

        private static void check(int code, String what) {
            if (code != CUDA_SUCCESS) {
                throw new AssayException(
                        ErrorKind.INFERENCE,
                        "CUDA's driver failed to %s: %s".formatted(what, describe(code)));
            }
        }

        private static String describe(int code) {
            try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
                return cuGetErrorName(code, name) == CUDA_SUCCESS
                        ? "%s (%d)".formatted(name.get(BytePointer.class).getString(), code)
                        : Integer.toString(code);
            }
        }
    }
}
