package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Limits of device memory for the builder, written as trtexec's `--memPoolSize`.
///
/// @param bytes by pool; a pool that is not named keeps TensorRT's own limit
record MemoryPools(Map<Pool, Long> bytes) {
    private static final Pattern LIMIT =
            Pattern.compile(
                    "(workspace|tacticSharedMem|tacticDRAM):([0-9]+(?:\\.[0-9]+)?)([BKMG]?)");

    MemoryPools {
        bytes = Map.copyOf(bytes);
    }

    /// Kinds of memory, by trtexec's names.
    enum Pool {
        WORKSPACE("workspace"),
        TACTIC_SHARED("tacticSharedMem"),
        TACTIC_DRAM("tacticDRAM");

        private final String option;

        Pool(String option) {
            this.option = option;
        }

        String option() {
            return option;
        }
    }

    /// Parses for example `workspace:4096,tacticDRAM:1.5G`; without a unit the size is in MiB.
    static MemoryPools parse(String text) {
        Map<Pool, Long> bytes = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            Matcher matcher = LIMIT.matcher(part);
            if (!matcher.matches()) {
                throw AssayException.config(
                        "'%s' in memPoolSize is no limit: write for example workspace:4096 (MiB) or workspace:4G"
                                .formatted(part));
            }
            double size = Double.parseDouble(matcher.group(2)) * unit(matcher.group(3));
            if (size < 1 || size > Long.MAX_VALUE) {
                throw AssayException.config("'" + part + "' in memPoolSize is out of range");
            }
            bytes.put(pool(matcher.group(1)), (long) size);
        }
        return new MemoryPools(bytes);
    }

    private static Pool pool(String name) {
        for (Pool pool : Pool.values()) {
            if (pool.option().equals(name)) {
                return pool;
            }
        }
        throw AssayException.config("There is no memory pool '" + name + "'");
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "B" -> 1;
            case "K" -> 1L << 10;
            case "G" -> 1L << 30;
            default -> 1L << 20;
        };
    }

    /// In bytes, so that every way to write a limit gives the same text.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(bytes)
                .forEach((pool, size) ->
                        text.append(text.isEmpty() ? "" : ",")
                                .append(pool.option())
                                .append(':')
                                .append(size)
                                .append('B'));
        return text.toString();
    }
}
