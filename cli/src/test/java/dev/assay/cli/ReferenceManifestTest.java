package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Sha256;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceManifestTest {
    @TempDir Path folder;

    @Test
    void shipsExactlyTheFilesThatTheManifestNames() {
        assertThat(ReferenceManifest.read(Path.of("../reference-data")).damaged()).isEmpty();
    }

    @Test
    void namesWhatIsMissingOrDamagedButNotWhatIsMadeOnlyWhenWanted() {
        AtomicFile.write(folder.resolve("good.bin"), "good");
        AtomicFile.write(folder.resolve("bad.bin"), "bad");
        String hash = Sha256.of("good");
        AtomicFile.write(
                folder.resolve("manifest.json"),
                """
                {"files": [
                  {"path": "good.bin", "sha256": "%1$s", "tracked": true},
                  {"path": "bad.bin", "sha256": "%1$s", "tracked": true},
                  {"path": "gone.bin", "sha256": "%1$s", "tracked": true},
                  {"path": "large.bin", "sha256": "%1$s", "tracked": false}
                ]}
                """
                        .formatted(hash));

        assertThat(ReferenceManifest.read(folder).damaged())
                .hasSize(2)
                .anyMatch(it -> it.startsWith("bad.bin is not what the manifest says"))
                .anyMatch(it -> it.startsWith("gone.bin is missing"));
    }
}
