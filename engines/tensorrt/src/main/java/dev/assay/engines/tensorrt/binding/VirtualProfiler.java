package dev.assay.engines.tensorrt.binding;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.bytedeco.tensorrt.nvinfer.IProfiler;

/// An `IProfiler` that is written in Java.
///
/// The bindings cannot subclass it, but its layout is fixed by the Itanium C++ ABI that Linux uses:
/// an object begins with the address of its table of virtual functions, which holds, in the order
/// of their declaration, `reportLayerTime`, the complete destructor and the deleting one. TensorRT
/// 10 declares nothing else in `v_1_0::IProfiler` and never destroys it.
public final class VirtualProfiler implements AutoCloseable {
    private static final FunctionDescriptor REPORT =
            FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_FLOAT);
    private static final FunctionDescriptor DESTROY = FunctionDescriptor.ofVoid(ADDRESS);
    private static final int LONGEST_NAME = 1 << 20;

    // Before the functions lie the offset to the top of the object and its type information, which
    // nobody asks for: TensorRT is compiled to call it, not to cast it.
    private static final int PROLOGUE = 2;
    private static final int FUNCTIONS = 3;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment object;
    private final Listener listener;

    /// Receives one time of one layer, in the order in which they run.
    @FunctionalInterface
    public interface Listener {
        void layer(String name, float millis);
    }

    public VirtualProfiler(Listener listener) {
        this.listener = listener;
        MemorySegment table = arena.allocate(ADDRESS, PROLOGUE + FUNCTIONS);
        table.setAtIndex(ADDRESS, 0, MemorySegment.NULL);
        table.setAtIndex(ADDRESS, 1, MemorySegment.NULL);
        table.setAtIndex(
                ADDRESS,
                2,
                stub(
                        "report",
                        MethodType.methodType(
                                void.class, MemorySegment.class, MemorySegment.class, float.class),
                        REPORT));
        MethodType destroy = MethodType.methodType(void.class, MemorySegment.class);
        table.setAtIndex(ADDRESS, 3, stub("destroy", destroy, DESTROY));
        table.setAtIndex(ADDRESS, 4, stub("destroy", destroy, DESTROY));
        object = arena.allocate(ADDRESS);
        object.set(ADDRESS, 0, table.asSlice(PROLOGUE * ADDRESS.byteSize()));
    }

    @SuppressWarnings("restricted")
    private MemorySegment stub(String method, MethodType type, FunctionDescriptor descriptor) {
        try {
            MethodHandle target = MethodHandles.lookup().bind(this, method, type);
            return Linker.nativeLinker().upcallStub(target, descriptor, arena);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This class has a method " + method, e);
        }
    }

    /// Called by TensorRT. Must not throw: the exception would end the process.
    @SuppressWarnings({"restricted", "unused", "UnusedMethod"})
    private void report(MemorySegment self, MemorySegment name, float millis) {
        try {
            listener.layer(name.reinterpret(LONGEST_NAME).getString(0), millis);
        } catch (RuntimeException e) {
            e.printStackTrace();
        }
    }

    @SuppressWarnings({"unused", "UnusedMethod"})
    private void destroy(MemorySegment self) {
        // The arena owns it.
    }

    /// As the bindings take it; valid until this is closed.
    public IProfiler profiler() {
        return new IProfiler(NativeObjects.pointer(object));
    }

    MemorySegment object() {
        return object;
    }

    @Override
    public void close() {
        arena.close();
    }
}
