package dev.assay.engines.tensorrt.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What the first bytes of a plan say about who built it.
///
/// NVIDIA does not document the layout, so nothing is trusted: unless the bytes look as expected,
/// the header counts as not readable.
///
/// @param tensorRt version that built the plan
public record PlanHeader(Optional<String> tensorRt) {
    private static final int HEADER_BYTES = 64;
    private static final int VERSION_OFFSET = 24;
    private static final int OLDEST_MAJOR = 7;
    private static final int NEWEST_MAJOR = 20;

    /// @return a header that says nothing if the file is missing, short or of another kind
    public static PlanHeader read(Path plan) {
        try (InputStream in = Files.newInputStream(plan)) {
            return parse(in.readNBytes(HEADER_BYTES));
        } catch (IOException e) {
            return new PlanHeader(Optional.empty());
        }
    }

    static PlanHeader parse(byte[] bytes) {
        if (bytes.length < VERSION_OFFSET + 4) {
            return new PlanHeader(Optional.empty());
        }
        String magic = new String(bytes, 0, 4, StandardCharsets.ISO_8859_1);
        int major = bytes[VERSION_OFFSET] & 0xFF;
        if (!(magic.equals("ftrt") || magic.equals("ptrt"))
                || major < OLDEST_MAJOR
                || major > NEWEST_MAJOR) {
            return new PlanHeader(Optional.empty());
        }
        return new PlanHeader(
                Optional.of(
                        "%d.%d.%d.%d"
                                .formatted(
                                        major,
                                        bytes[VERSION_OFFSET + 1] & 0xFF,
                                        bytes[VERSION_OFFSET + 2] & 0xFF,
                                        bytes[VERSION_OFFSET + 3] & 0xFF)));
    }

    /// For messages: `the plan says it was built by TensorRT 10.6.0.26`.
    public String sentence() {
        return tensorRt.map(version -> "the plan says it was built by TensorRT " + version)
                .orElse("the plan's header is not readable");
    }
}
