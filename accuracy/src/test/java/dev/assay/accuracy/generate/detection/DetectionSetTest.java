package dev.assay.accuracy.generate.detection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.accuracy.generate.detection.DetectionImage.Instance;
import dev.assay.core.generated.GeneratedKind;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.generated.Split;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a detection set promises of its images, on 150 of them.
class DetectionSetTest {
    private static final int SMALL = 32 * 32;
    private static final int MEDIUM = 96 * 96;
    private static final GeneratedRequest REQUEST =
            new GeneratedRequest(GeneratedKind.DETECTION, 2024, Split.TRAIN, 150, 192, 256, 1, 1);
    private static final List<DetectionImage> IMAGES = new ArrayList<>();

    @BeforeAll
    static void make() {
        for (int index = 0; index < REQUEST.count(); index++) {
            IMAGES.add(DetectionGenerator.image(REQUEST, index));
        }
    }

    @Test
    void boxesAndAreasAreThoseOfTheMasks() {
        for (DetectionImage image : IMAGES) {
            for (Instance instance : image.instances()) {
                VisibleMask mask = instance.mask();
                boolean[] pixels = pixels(image, mask.counts());
                int left = image.width();
                int right = -1;
                int top = image.height();
                int bottom = -1;
                int area = 0;
                for (int at = 0; at < pixels.length; at++) {
                    if (pixels[at]) {
                        area++;
                        left = Math.min(left, at / image.height());
                        right = Math.max(right, at / image.height());
                        top = Math.min(top, at % image.height());
                        bottom = Math.max(bottom, at % image.height());
                    }
                }
                assertThat(mask.area()).isEqualTo(area);
                assertThat(List.of(mask.x(), mask.y(), mask.width(), mask.height()))
                        .containsExactly(left, top, right - left + 1, bottom - top + 1);
            }
        }
    }

    @Test
    void noPixelBelongsToTwo() {
        for (DetectionImage image : IMAGES) {
            boolean[] taken = new boolean[image.height() * image.width()];
            for (Instance instance : image.instances()) {
                boolean[] pixels = pixels(image, instance.mask().counts());
                for (int at = 0; at < pixels.length; at++) {
                    assertThat(taken[at] && pixels[at]).isFalse();
                    taken[at] |= pixels[at];
                }
            }
        }
    }

    /// A figure of 220 pixels of which seven tenths are in the picture and half of those are seen.
    @Test
    void nothingIsAnnotatedThatIsMostlyHidden() {
        assertThat(singles())
                .allSatisfy(it -> assertThat(it.mask().area()).isGreaterThan(220 * 7 / 20));
    }

    @Test
    void imagesFillOneSideAndNeverExceedTheOther() {
        assertThat(IMAGES)
                .allSatisfy(image -> {
                    assertThat(image.height()).isBetween(116, 192);
                    assertThat(image.width()).isBetween(154, 256);
                    assertThat(image.height() == 192 || image.width() == 256).isTrue();
                })
                .anyMatch(image -> image.height() == 192 && image.width() < 200)
                .anyMatch(image -> image.width() == 256 && image.height() < 150);
    }

    /// With 12 categories and about 700 objects, a count is 58 with a deviation of 7.
    @Test
    void noCategoryIsMuchRarerThanAnother() {
        Map<Category, Integer> counts = new EnumMap<>(Category.class);
        singles().forEach(it -> counts.merge(it.category(), 1, Integer::sum));
        double mean = (double) singles().size() / Category.values().length;

        assertThat(counts).hasSize(Category.values().length);
        assertThat(counts.values())
                .allSatisfy(count ->
                        assertThat(Math.abs(count - mean)).isLessThan(4 * Math.sqrt(mean)));
    }

    @Test
    void everyClassOfSizesIsThere() {
        double all = singles().size();
        long small = singles().stream().filter(it -> it.mask().area() < SMALL).count();
        long large = singles().stream().filter(it -> it.mask().area() > MEDIUM).count();

        assertThat(small / all).isBetween(0.3, 0.5);
        assertThat(large / all).isBetween(0.04, 0.2);
        assertThat((all - small - large) / all).isBetween(0.35, 0.6);
    }

    @Test
    void mostImagesHoldAFewObjectsAndSomeNoneOrACrowd() {
        long few = IMAGES.stream().filter(image -> image.instances().size() < 9).count();

        assertThat(few).isGreaterThan(120);
        assertThat(IMAGES).anyMatch(image -> image.instances().isEmpty());
        assertThat(IMAGES)
                .filteredOn(image -> image.instances().stream().anyMatch(Instance::crowd))
                .hasSizeBetween(4, 24);
    }

    private static List<Instance> singles() {
        return IMAGES.stream()
                .flatMap(image -> image.instances().stream())
                .filter(it -> !it.crowd())
                .toList();
    }

    /// Column by column, as the runs are.
    private static boolean[] pixels(DetectionImage image, List<Integer> counts) {
        boolean[] pixels = new boolean[image.height() * image.width()];
        int at = 0;
        boolean inside = false;
        for (int count : counts) {
            for (int i = 0; i < count; i++) {
                pixels[at++] = inside;
            }
            inside = !inside;
        }
        assertThat(at).isEqualTo(pixels.length);
        return pixels;
    }
}
