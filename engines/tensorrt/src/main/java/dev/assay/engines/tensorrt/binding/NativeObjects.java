package dev.assay.engines.tensorrt.binding;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;

/// Ownership of TensorRT's objects.
///
/// What TensorRT returns has no deallocator in these bindings: `close()` does nothing, and the
/// `destroy()` of older versions is gone. An object that was made in Java does have one, which
/// calls the C++ `delete` of its class; that function is used for the returned object, too. JavaCPP
/// gives access to it to nobody, hence the reflection.
public final class NativeObjects {
    private NativeObjects() {}

    /// Deletes an object that TensorRT returned. If JavaCPP has changed so that this fails, the
    /// object lives until the process ends, which every process of an engine soon does.
    ///
    /// @param empty makes an object of the same class that TensorRT knows nothing of
    /// @return whether it was deleted
    public static <T extends Pointer> boolean delete(T object, Supplier<T> empty) {
        if (object.isNull()) {
            return false;
        }
        try (T example = empty.get()) {
            Method deallocator = Pointer.class.getDeclaredMethod("deallocator");
            deallocator.setAccessible(true);
            Class<?> type = Class.forName("org.bytedeco.javacpp.Pointer$NativeDeallocator");
            Method function = type.getDeclaredMethod("deallocatorAddress");
            function.setAccessible(true);
            Object delete = function.invoke(deallocator.invoke(example));
            Constructor<?> constructor =
                    type.getDeclaredConstructor(Pointer.class, long.class, long.class);
            constructor.setAccessible(true);
            Method run = type.getDeclaredMethod("deallocate");
            run.setAccessible(true);
            run.invoke(constructor.newInstance(object, object.address(), delete));
            object.setNull();
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }

    /// The segment's memory as TensorRT takes it. The segment must outlive the pointer.
    public static Pointer pointer(MemorySegment segment) {
        return new Address(segment.address());
    }

    /// Native memory as Java reads it; the memory must outlive the segment.
    @SuppressWarnings("restricted")
    public static MemorySegment segment(Pointer pointer, long bytes) {
        return MemorySegment.ofAddress(pointer.address()).reinterpret(bytes);
    }

    /// Made from an address because a Java buffer ends at 2 GiB, and plans may not.
    private static final class Address extends Pointer {
        Address(long address) {
            this.address = address;
        }
    }
}
