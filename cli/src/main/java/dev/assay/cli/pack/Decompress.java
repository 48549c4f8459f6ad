package dev.assay.cli.pack;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;

/// The filter that `unpack.sh` runs with the kit's own Java, because a bare host has no `zstd`:
/// stdin to stdout.
///
/// It runs before the rest of the kit is there, so it uses nothing of Assay.
public final class Decompress {
    private Decompress() {}

    public static void main(String[] args) throws IOException {
        try (InputStream in = new ZstdInputStream(System.in)) {
            in.transferTo(System.out);
        }
        System.out.flush();
    }
}
