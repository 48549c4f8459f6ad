package dev.assay.engines.cuda;

import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.cuGetErrorName;
import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuModuleUnload;
import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/// An engine that is really slower by a share of its own time: for rehearsals of a gate.
///
/// A kernel of one thread before the engine notes the GPU's nanosecond clock, one behind it looks
/// at the clock and stays until the share of what has passed has passed again. Both are enqueued as
/// the engine is, so that a CUDA graph records them and events around the query see them. What the
/// two kernels cost of themselves, some microseconds, comes on top of the share.
final class SlowedLaunch implements Launch {
    private static final int POINTER_BYTES = 8;

    /// PTX, which every driver compiles for its GPU: no compiler is needed here.
    static final String PTX =
            """
            .version 6.0
            .target sm_50
            .address_size 64

            .visible .entry note(.param .u64 where)
            {
                .reg .u64 %r<3>;
                ld.param.u64 %r1, [where];
                mov.u64 %r2, %globaltimer;
                st.global.u64 [%r1], %r2;
                ret;
            }

            .visible .entry stay(.param .u64 where, .param .f64 share)
            {
                .reg .u64 %r<7>;
                .reg .f64 %f<4>;
                .reg .pred %p;
                ld.param.u64 %r1, [where];
                ld.param.f64 %f1, [share];
                ld.global.u64 %r2, [%r1];
                mov.u64 %r3, %globaltimer;
                sub.u64 %r4, %r3, %r2;
                cvt.rn.f64.u64 %f2, %r4;
                mul.f64 %f3, %f1, %f2;
                cvt.rni.u64.f64 %r5, %f3;
                add.u64 %r5, %r5, %r3;
            busy:
                mov.u64 %r6, %globaltimer;
                setp.lt.u64 %p, %r6, %r5;
                @%p bra busy;
                ret;
            }
            """;

    private final Launch engine;
    private final double share;
    private final NativeScope scope;

    /// @param share for example 0.05
    /// @param scope that outlives every query
    SlowedLaunch(Launch engine, double share, NativeScope scope) {
        this.engine = engine;
        this.share = share;
        this.scope = scope;
    }

    @Override
    public Optional<CUstream_st> stream() {
        return engine.stream();
    }

    @Override
    public Bound bind(Map<String, Pointer> deviceAddresses, CUstream_st stream) {
        return new Slowed(engine.bind(deviceAddresses, stream), share, stream, scope);
    }

    private static final class Slowed implements Bound {
        private final Bound engine;
        private final CUstream_st stream;
        private final CUfunc_st note;
        private final CUfunc_st stay;
        private final PointerPointer<Pointer> arguments;

        Slowed(Bound engine, double share, CUstream_st stream, NativeScope scope) {
            this.engine = engine;
            this.stream = stream;
            CUmod_st module = module(scope);
            note = function(module, "note");
            stay = function(module, "stay");
            Pointer when = new Pointer();
            Cuda.check(cudaMalloc(when, POINTER_BYTES), "allocate a place for a time");
            scope.onClose(() -> cudaFree(when));
            LongPointer where = new LongPointer(1).put(when.address());
            DoublePointer slower = new DoublePointer(1).put(share);
            // CUDA reads the values through these pointers at each launch, or when it records one.
            arguments = new PointerPointer<>(where, slower);
            scope.onClose(() -> {
                arguments.close();
                slower.close();
                where.close();
            });
        }

        private static CUmod_st module(NativeScope scope) {
            CUmod_st module = new CUmod_st();
            try (BytePointer ptx = new BytePointer(PTX)) {
                check(cuModuleLoadData(module, ptx), "load the kernels that slow down");
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
            launch(note);
            engine.run();
            launch(stay);
        }

        @Override
        public Pointer[] outputs(Pointer[] bound) {
            return engine.outputs(bound);
        }

        private void launch(CUfunc_st kernel) {
            check(
                    cuLaunchKernel(kernel, 1, 1, 1, 1, 1, 1, 0, stream, arguments, null),
                    "launch a kernel that slows down");
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
