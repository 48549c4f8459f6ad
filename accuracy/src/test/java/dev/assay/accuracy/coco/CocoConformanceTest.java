package dev.assay.accuracy.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.core.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every number and both arrays against pycocotools 2.0.11, to the last bit; see `coco/README.md`
/// in the test resources.
class CocoConformanceTest {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize();

    /// What strict evaluation refuses although pycocotools answers, where the case does not say so.
    private static final Set<String> REFUSED =
            Set.of("trap_duplicate_gt_id", "hotcoco_zero", "mmdet_dummy_gtid0");

    @TempDir static Path unpacked;

    @BeforeAll
    static void unpack() throws IOException {
        // Compressed as a whole: the cases are much alike.
        Path packed = MODULE.resolve("src/test/resources/coco/cases.zip.gz");
        try (ZipInputStream zip =
                new ZipInputStream(new GZIPInputStream(Files.newInputStream(packed)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = unpacked.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                Files.copy(zip, target);
            }
        }
    }

    static List<CocoCase> cases() throws IOException {
        List<CocoCase> cases = CocoCase.in(unpacked);
        assertThat(cases).hasSize(53);
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersAsPycocotools(CocoCase given) {
        checkAsPycocotools(given);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answersTheSameInStrictModeOrRefuses(CocoCase given) {
        checkStrict(given);
    }

    @Test
    void agreesOnTheCasesOfOtherProjects() throws IOException {
        Path folder = MODULE.resolve("../../shared/conformance/coco").normalize();
        assumeTrue(Files.isDirectory(folder), "the other cases are not here: no " + folder);

        for (CocoCase other : CocoCase.in(folder)) {
            checkAsPycocotools(other);
            checkStrict(other);
        }
    }

    private static void checkAsPycocotools(CocoCase given) {
        if (given.raises()) {
            assertThatThrownBy(() -> given.evaluate(true)).isInstanceOf(AssayException.class);
        } else {
            given.check(given.evaluate(true));
        }
    }

    private static void checkStrict(CocoCase given) {
        if (given.hasNoDetections()) {
            CocoResult result = given.evaluate(false);
            assertThat(result.scores().get(CocoMetric.AP)).isIn(0.0, -1.0);
            assertThat(result.warnings()).anyMatch(it -> it.contains("no detections"));
        } else if (given.raises() || given.isRefused() || REFUSED.contains(given.name())) {
            assertThatThrownBy(() -> given.evaluate(false))
                    .isInstanceOf(AssayException.class)
                    .hasMessageMatching("(?s).*\\.json: (annotations)?\\[\\d+] \\(.*id \\d+.*");
        } else {
            given.check(given.evaluate(false));
        }
    }
}
