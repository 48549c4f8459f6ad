package dev.assay.accuracy.coco.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.assay.accuracy.coco.CocoEvaluation;
import dev.assay.accuracy.coco.CocoOptions;
import dev.assay.accuracy.coco.CocoResult;
import dev.assay.accuracy.coco.IouType;
import dev.assay.core.AssayException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Of 2,000 damaged files of annotations and as many of detections, every one is evaluated as any
/// reader of JSON would have it, or refused with a message that names file and place.
class CocoFuzzTest {
    private static final int FILES = 2_000;
    private static final long SEED = 17;

    /// For files of some KiB; all threads together.
    private static final long HEAP_BYTES = 32L << 20;

    private static final Pattern PLACE =
            Pattern.compile("\\[\\d+\\]|line \\d+|:\\d+:\\d+: |has no '|there are no detections");

    @TempDir Path folder;
    private final ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// The time is a guard against a hang, not a measurement.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void evaluatesOrRefusesEveryDamagedFile(boolean truthIsDamaged) throws IOException {
        int evaluated = 0;
        for (int i = 0; i < FILES; i++) {
            Random random = new Random(SEED * FILES + i);
            CocoSource source = new CocoSource(random);
            byte[] truth = bytes(source.truth());
            byte[] found = bytes(source.detections());
            CocoOptions options = options(random);
            if (i < FILES / 20) {
                assertThat(isEvaluated("source of " + i, truth, found, lenient(options)))
                        .as("source of %s", i)
                        .isTrue();
            }
            JsonDamage damage = new JsonDamage(random);
            if (truthIsDamaged) {
                truth = damage.damage(new String(truth, StandardCharsets.ISO_8859_1));
            } else {
                found = damage.damage(new String(found, StandardCharsets.ISO_8859_1));
            }
            if (isEvaluated("file " + i, truth, found, options)) {
                evaluated++;
            }
        }
        // Otherwise either the damage or the reader would be trivial.
        assertThat(evaluated).isBetween(FILES / 20, FILES * 3 / 4);
    }

    private boolean isEvaluated(String what, byte[] truth, byte[] found, CocoOptions options)
            throws IOException {
        Path gt = Files.write(folder.resolve("gt.json"), truth);
        Path dt = Files.write(folder.resolve("dt.json"), found);
        long before = memory.getTotalThreadAllocatedBytes();
        try {
            CocoResult result = CocoEvaluation.evaluate(gt, dt, options);
            checkMemory(what, before);
            PlainJson.checkTruth(what, gt);
            CocoResult again =
                    CocoEvaluation.evaluate(
                            PlainJson.rewritten(gt), PlainJson.rewritten(dt), options);
            assertThat(result.scores()).as(what).isEqualTo(again.scores());
            return true;
        } catch (AssayException e) {
            checkMemory(what, before);
            assertThat(e.getMessage())
                    .as(what)
                    .containsPattern("[gd]t\\.json")
                    .containsPattern(PLACE);
            return false;
        } catch (RuntimeException | Error e) {
            Path kept = Files.createTempDirectory("fuzzed");
            Files.write(kept.resolve("gt.json"), truth);
            Files.write(kept.resolve("dt.json"), found);
            throw new AssertionError(what + ", kept in " + kept + " for " + options, e);
        }
    }

    private void checkMemory(String what, long before) {
        assertThat(memory.getTotalThreadAllocatedBytes() - before)
                .as("%s: heap", what)
                .isLessThan(HEAP_BYTES);
    }

    private static CocoOptions options(Random random) {
        IouType type = random.nextBoolean() ? IouType.BBOX : IouType.SEGM;
        boolean asPycocotools = random.nextInt(4) == 0;
        return new CocoOptions(
                type, random.nextInt(4) > 0, CocoOptions.USUAL_MAX_DETS, asPycocotools, 1);
    }

    private static CocoOptions lenient(CocoOptions options) {
        return new CocoOptions(
                options.iouType(), options.useCategories(), options.maxDets(), false, 1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
