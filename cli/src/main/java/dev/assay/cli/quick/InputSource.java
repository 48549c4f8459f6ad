package dev.assay.cli.quick;

import dev.assay.core.suite.PixelRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Where the inputs of a quick run come from: files of tensors, trtexec's raw files, or, where
/// there are none, a seed.
///
/// @param files of tensors by input name, `[N, …]`
/// @param raw files of bytes as trtexec's `--loadInputs` has them, by input name
/// @param range of random floating-point values
/// @param seed of random values
public record InputSource(List<Path> files, Map<String, Path> raw, PixelRange range, long seed) {
    /// What trtexec draws random floating-point values from.
    public static final PixelRange TRTEXEC_RANGE = new PixelRange(-1, 1);

    public InputSource {
        files = List.copyOf(files);
        raw = Map.copyOf(raw);
    }
}
