package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Sha256;
import dev.assay.engines.tensorrt.binding.NativeObjects;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.ITimingCache;
import org.jspecify.annotations.Nullable;

/// What earlier builds on this GPU learnt about the speed of tactics. With it, the same model
/// builds faster and nearly always into the same engine.
public final class TimingCache {
    private static final String NONE = "none";

    private final Path file;
    private final Map<String, String> facts = new TreeMap<>();
    private @Nullable IBuilderConfig learning;

    /// @param file of this GPU and TensorRT version
    public TimingCache(Path file) {
        this.file = file;
    }

    /// The file's name; times of another GPU or TensorRT have no meaning.
    public static String name(String gpu, String computeCapability, String tensorRt) {
        return "%s-sm%s-tensorrt%s.cache"
                .formatted(
                        gpu.replaceAll("[^A-Za-z0-9]+", "-"),
                        computeCapability.replace(".", ""),
                        tensorRt);
    }

    /// Gives the stored times to a build; begins with none if TensorRT refuses them.
    void load(IBuilderConfig config, Arena arena) {
        learning = config;
        MemorySegment stored = read(arena);
        facts.put("timingCacheSha256Before", hash(stored));
        if (stored.byteSize() > 0) {
            ITimingCache cache = create(config, stored);
            if (isThere(cache) && config.setTimingCache(cache, false)) {
                return;
            }
            facts.put("timingCacheSha256Before", "refused");
        }
        ITimingCache empty = config.createTimingCache((Pointer) null, 0);
        if (isThere(empty)) {
            config.setTimingCache(empty, false);
        }
    }

    /// Adds what the build learnt to the file, together with what other builds wrote meanwhile.
    /// Does nothing for a build without the cache. A failure is only a fact: the plan is finished
    /// by now.
    public void save(Arena arena) {
        IBuilderConfig config = learning;
        if (config == null) {
            return;
        }
        ITimingCache cache = config.getTimingCache();
        if (isThere(cache)) {
            keep(arena, stored -> merge(config, cache, stored));
        }
    }

    /// @param merge makes the new contents from the stored ones; empty if there are none
    void keep(Arena arena, Function<MemorySegment, Optional<MemorySegment>> merge) {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        try {
            Files.createDirectories(lock.toAbsolutePath().getParent());
            try (FileChannel channel =
                            FileChannel.open(
                                    lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                Optional<MemorySegment> merged = merge.apply(read(arena));
                if (merged.isPresent()) {
                    AtomicFile.write(file, merged.get().toArray(ValueLayout.JAVA_BYTE));
                    facts.put("timingCacheSha256", hash(merged.get()));
                }
            }
        } catch (IOException | AssayException e) {
            facts.put("timingCacheSha256", "not saved: " + e.getMessage());
            System.err.println("Cannot keep the timing cache at " + file + ": " + e);
        }
    }

    private static Optional<MemorySegment> merge(
            IBuilderConfig config, ITimingCache cache, MemorySegment stored) {
        if (stored.byteSize() > 0) {
            ITimingCache others = create(config, stored);
            if (isThere(others)) {
                cache.combine(others, false);
            }
        }
        IHostMemory bytes = cache.serialize();
        return bytes == null || bytes.isNull()
                ? Optional.empty()
                : Optional.of(NativeObjects.segment(bytes.data(), bytes.size()));
    }

    /// Hashes of the cache before and after the build; none for a build without it.
    public Map<String, String> facts() {
        return Map.copyOf(facts);
    }

    private MemorySegment read(Arena arena) {
        try {
            if (!Files.exists(file)) {
                return MemorySegment.NULL;
            }
            return arena.allocateFrom(ValueLayout.JAVA_BYTE, Files.readAllBytes(file));
        } catch (IOException e) {
            throw AssayException.environment("Cannot read the timing cache " + file + ": " + e, e);
        }
    }

    private static String hash(MemorySegment bytes) {
        return bytes.byteSize() == 0 ? NONE : Sha256.of(bytes);
    }

    private static ITimingCache create(IBuilderConfig config, MemorySegment bytes) {
        return config.createTimingCache(NativeObjects.pointer(bytes), bytes.byteSize());
    }

    private static boolean isThere(@Nullable ITimingCache cache) {
        return cache != null && !cache.isNull();
    }
}
