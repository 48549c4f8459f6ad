package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Sha256;
import dev.assay.onnx.graph.ModelHash;
import dev.assay.onnx.quantize.QuantizationFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceManifestTest {
    @TempDir Path folder;

    @Test
    void shipsExactlyTheFilesThatTheManifestNames() {
        assertThat(ReferenceManifest.read(Path.of("../reference-data")).damaged()).isEmpty();
    }

    /// A model's identity is that of the model with all weights inside, wherever they lie.
    @Test
    void shipsRangesAndTrainingLogsOfTheModelsBesideThem() throws IOException {
        try (Stream<Path> models = Files.list(Path.of("../reference-data/models"))) {
            for (Path folder : models.toList()) {
                Path model = folder.resolve("fp32.onnx");
                String hash = ModelHash.of(model);
                assertThat(folder.resolve("training.jsonl")).content().contains(hash);
                for (String ranges : List.of("int8.json", "fp8.json")) {
                    if (Files.exists(folder.resolve(ranges))) {
                        QuantizationFile.read(folder.resolve(ranges)).requireModel(model, hash);
                    }
                }
            }
        }
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

    @Test
    void takesWhatBuildLargeHasMadeByItsOwnManifest() {
        AtomicFile.write(
                folder.resolve("manifest.json"),
                """
                {"files": [{"path": "large/net/fp32.pt", "sha256": "%s", "tracked": false}]}
                """
                        .formatted(Sha256.of("by the exporter")));
        AtomicFile.write(folder.resolve("large/net/fp32.pt"), "by build-large");

        assertThat(ReferenceManifest.read(folder).damaged())
                .singleElement()
                .asString()
                .contains("large/net/fp32.pt", "make it again");

        AtomicFile.write(
                folder.resolve("large/manifest.json"),
                """
                {"files": [{"path": "net/fp32.pt", "sha256": "%s"}]}
                """
                        .formatted(Sha256.of("by build-large")));

        assertThat(ReferenceManifest.read(folder).damaged()).isEmpty();
    }
}
