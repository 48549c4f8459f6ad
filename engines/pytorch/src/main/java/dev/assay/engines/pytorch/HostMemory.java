package dev.assay.engines.pytorch;

import java.lang.foreign.MemorySegment;
import org.bytedeco.javacpp.Pointer;

/// Memory of the host in JavaCPP's terms and in Java's.
final class HostMemory {
    private HostMemory() {}

    /// The segment must outlive the pointer.
    static Pointer pointer(MemorySegment segment) {
        return new Address(segment.address());
    }

    /// The memory must outlive the segment.
    @SuppressWarnings("restricted") // LibTorch's memory can only be reached by its address.
    static MemorySegment segment(Pointer pointer, long bytes) {
        return MemorySegment.ofAddress(pointer.address()).reinterpret(bytes);
    }

    /// A JavaCPP pointer to memory that JavaCPP does not own.
    private static final class Address extends Pointer {
        Address(long address) {
            super((Pointer) null);
            this.address = address;
        }
    }
}
