package dev.assay.core.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The tagged values near the beginning of a plan, as far as they can be read.
///
/// Each value is a tag of four bytes and its data; some tags only open a structure. The first
/// values of TensorRT 10.6 are the four parts of its version, one number and then the compute
/// capability of the GPU.
///
/// @param numbers in their order
record PlanValues(List<Long> numbers) {
    private static final int TAGS = 0x18000;
    private static final int BYTE = TAGS + 2;
    private static final int INT = TAGS + 7;
    private static final int LONG = TAGS + 8;
    private static final int FLAG = TAGS + 10;
    private static final int LAST_TAG = TAGS + 0xFFF;

    private static final int CAPABILITY_INDEX = 5;
    private static final int OLDEST_CAPABILITY = 5;
    private static final int NEWEST_CAPABILITY = 15;

    static PlanValues read(byte[] bytes, int offset) {
        List<Long> numbers = new ArrayList<>();
        if (bytes.length < offset) {
            return new PlanValues(numbers);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(offset);
        while (in.remaining() >= Integer.BYTES) {
            int tag = in.getInt();
            int size =
                    switch (tag) {
                        case BYTE, FLAG -> Byte.BYTES;
                        case INT -> Integer.BYTES;
                        case LONG -> Long.BYTES;
                        default -> 0;
                    };
            if (tag <= TAGS || tag > LAST_TAG || in.remaining() < size) {
                break;
            }
            switch (size) {
                case Byte.BYTES -> numbers.add((long) (in.get() & 0xFF));
                case Integer.BYTES -> numbers.add((long) in.getInt());
                case Long.BYTES -> numbers.add(in.getLong());
                default -> {}
            }
        }
        return new PlanValues(numbers);
    }

    /// The GPU's compute capability, if the values are laid out as expected: they must begin with
    /// the version that the header names, too.
    Optional<String> computeCapability(String version) {
        if (numbers.size() < CAPABILITY_INDEX + 2) {
            return Optional.empty();
        }
        String own = String.join(".", numbers.subList(0, 4).stream().map(String::valueOf).toList());
        long major = numbers.get(CAPABILITY_INDEX);
        long minor = numbers.get(CAPABILITY_INDEX + 1);
        return own.equals(version)
                        && major >= OLDEST_CAPABILITY
                        && major <= NEWEST_CAPABILITY
                        && minor >= 0
                        && minor <= 9
                ? Optional.of(major + "." + minor)
                : Optional.empty();
    }
}
