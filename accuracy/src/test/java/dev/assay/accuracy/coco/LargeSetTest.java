package dev.assay.accuracy.coco;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// 5,000 images with ids of eleven digits and a file that is read in parts, against pycocotools
/// 2.0.11 to the last bit and with any number of threads.
///
/// `coco-large/expected.json.gz` was made of {@link GeneratedSet#sparse} by
/// `reference-data/tools/coco_conformance.py expect`, and compressed.
class LargeSetTest {
    private static final Path EXPECTED =
            Path.of(
                    System.getProperty("basedir", ""),
                    "src/test/resources/coco-large/expected.json.gz");

    @TempDir Path folder;

    @Test
    void agreesWithPycocotoolsOn5000Images() throws IOException {
        GeneratedSet.Pair files = GeneratedSet.sparse(folder);
        CocoCase expected;
        try (InputStream json = new GZIPInputStream(Files.newInputStream(EXPECTED))) {
            expected = new CocoCase(EXPECTED, Json.compact().readTree(json));
        }

        for (int threads = 1; threads <= 3; threads++) {
            CocoOptions options =
                    new CocoOptions(IouType.BBOX, true, CocoOptions.USUAL_MAX_DETS, false, threads);
            CocoResult result = CocoEvaluation.evaluate(files.truth(), files.found(), options);
            assertThat(result.warnings()).isEmpty();
            expected.check(result);
        }
    }
}
