package dev.assay.accuracy.coco;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file with a few bytes changed, removed or cut off is evaluated or refused by name.
class DamagedFilesTest {
    private static final long SEED = 11;
    private static final String SEGMENTED =
            CocoFiles.TRUTH.replace(
                    "}",
                    ", 'segmentation': {'size': [48, 64], 'counts': [72, 3000]}}, {'id': 2,"
                            + " 'image_id': 7, 'category_id': 3, 'area': 9, 'iscrowd': 0,"
                            + " 'bbox': [1, 2, 3, 4], 'segmentation': [[1, 1, 9, 1, 9, 9.5]]}");

    @TempDir Path folder;

    @Test
    void readsOrRefusesEveryMutation() throws IOException {
        CocoFiles files = new CocoFiles(folder);
        for (IouType type : IouType.values()) {
            files.evaluate(SEGMENTED, CocoFiles.FOUND, CocoOptions.of(type));
            byte[] truth = Files.readAllBytes(folder.resolve("gt.json"));
            byte[] found = Files.readAllBytes(folder.resolve("dt.json"));
            Random random = new Random(SEED);
            for (int i = 0; i < 1000; i++) {
                boolean first = random.nextBoolean();
                Files.write(folder.resolve("gt.json"), first ? mutate(truth, random) : truth);
                Files.write(folder.resolve("dt.json"), first ? found : mutate(found, random));
                evaluate(type, i % 2 == 0);
            }
        }
    }

    private void evaluate(IouType type, boolean asPycocotools) {
        CocoOptions options =
                new CocoOptions(type, true, CocoOptions.USUAL_MAX_DETS, asPycocotools, 1);
        try {
            double ap =
                    CocoEvaluation.evaluate(
                                    folder.resolve("gt.json"), folder.resolve("dt.json"), options)
                            .scores()
                            .get(CocoMetric.AP);
            assertThat(ap).isBetween(-1.0, 1.0);
        } catch (AssayException e) {
            assertThat(e).hasMessageContaining(folder.toString()).hasMessageContaining("t.json");
        }
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        byte[] mutant = bytes.clone();
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(3)) {
            case 0 -> mutant[at] = (byte) random.nextInt(256);
            case 1 -> mutant[at] = (byte) "0123456789-.eE,:{}[]\"".charAt(random.nextInt(21));
            default -> mutant = Arrays.copyOf(mutant, at);
        }
        return mutant;
    }
}
