package dev.assay.core.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What the first bytes of a plan say about who built it.
///
/// NVIDIA documents only where the version is (NVIDIA/TensorRT#3073); the GPU was found in plans of
/// TensorRT 10.6, as a list of tagged values. Nothing is trusted: what does not look as expected
/// counts as not readable.
///
/// @param tensorRt version that built the plan, e.g. `10.6.0.26`
/// @param computeCapability of the GPU that it was built on, e.g. `9.0`
public record PlanHeader(Optional<String> tensorRt, Optional<String> computeCapability) {
    private static final PlanHeader UNREADABLE = new PlanHeader(Optional.empty(), Optional.empty());
    private static final int HEADER_BYTES = 256;
    private static final int VERSION_OFFSET = 24;
    private static final int OLDEST_MAJOR = 7;
    private static final int NEWEST_MAJOR = 20;
    private static final int VALUES_OFFSET = 100;

    /// @return a header that says nothing if the file is missing, short or of another kind
    public static PlanHeader read(Path plan) {
        try (InputStream in = Files.newInputStream(plan)) {
            return parse(in.readNBytes(HEADER_BYTES));
        } catch (IOException e) {
            return UNREADABLE;
        }
    }

    static PlanHeader parse(byte[] bytes) {
        if (bytes.length < VERSION_OFFSET + 4) {
            return UNREADABLE;
        }
        String magic = new String(bytes, 0, 4, StandardCharsets.ISO_8859_1);
        int major = bytes[VERSION_OFFSET] & 0xFF;
        if (!(magic.equals("ftrt") || magic.equals("ptrt"))
                || major < OLDEST_MAJOR
                || major > NEWEST_MAJOR) {
            return UNREADABLE;
        }
        String version =
                "%d.%d.%d.%d"
                        .formatted(
                                major,
                                bytes[VERSION_OFFSET + 1] & 0xFF,
                                bytes[VERSION_OFFSET + 2] & 0xFF,
                                bytes[VERSION_OFFSET + 3] & 0xFF);
        return new PlanHeader(
                Optional.of(version),
                PlanValues.read(bytes, VALUES_OFFSET).computeCapability(version));
    }

    /// For messages: `the plan says it was built by TensorRT 10.6.0.26 for compute capability 9.0`.
    public String sentence() {
        return tensorRt.map(version ->
                        "the plan says it was built by TensorRT "
                                + version
                                + computeCapability
                                        .map(it -> " for compute capability " + it)
                                        .orElse(""))
                .orElse("the plan's header is not readable");
    }
}
