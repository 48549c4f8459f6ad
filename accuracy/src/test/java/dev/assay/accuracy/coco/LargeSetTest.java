package dev.assay.accuracy.coco;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.format.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// 5,000 images with ids of eleven digits and a file that is read in parts, against pycocotools
/// 2.0.11 to the last bit and with any number of threads.
///
/// `coco-large/expected.json` was made of {@link GeneratedSet#sparse} by
/// `reference-data/tools/coco_conformance.py expect`.
class LargeSetTest {
    private static final Path EXPECTED =
            Path.of(
                    System.getProperty("basedir", ""),
                    "src/test/resources/coco-large/expected.json");

    @TempDir Path folder;

    @Test
    void agreesWithPycocotoolsOn5000Images() {
        GeneratedSet.Pair files = GeneratedSet.sparse(folder);
        CocoCase expected = new CocoCase(EXPECTED, Json.compact().readTree(EXPECTED));

        for (int threads = 1; threads <= 3; threads++) {
            CocoOptions options =
                    new CocoOptions(IouType.BBOX, true, CocoOptions.USUAL_MAX_DETS, false, threads);
            CocoResult result = CocoEvaluation.evaluate(files.truth(), files.found(), options);
            assertThat(result.warnings()).isEmpty();
            expected.check(result);
        }
    }
}
