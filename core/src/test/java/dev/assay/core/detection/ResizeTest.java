package dev.assay.core.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizeTest {
    /// `get_size_with_aspect_ratio` of DETR, run by `make.py` of the accuracy module's fixtures.
    @ParameterizedTest
    @CsvSource({
        "640, 480, 800, 1066",
        "480, 640, 1066, 800",
        "500, 375, 800, 1066",
        "1000, 300, 400, 1333",
        "427, 640, 1199, 800",
        "640, 427, 800, 1199",
        "333, 1333, 1333, 333",
        "800, 900, 900, 800",
        "51, 640, 1330, 106",
        "640, 383, 798, 1333",
        "612, 612, 800, 800"
    })
    void truncatesTheLongSideAsDetrDoes(int width, int height, int newHeight, int newWidth) {
        assertThat(new Resize.Sides(800, 1333).of(new Extent(height, width)))
                .isEqualTo(new Extent(newHeight, newWidth));
    }

    @Test
    void fitsIntoABoxKeepingProportions() {
        Resize fit = new Resize.Fit(new Extent(640, 640));

        assertThat(fit.of(new Extent(480, 640))).isEqualTo(new Extent(480, 640));
        assertThat(fit.of(new Extent(1080, 1920))).isEqualTo(new Extent(360, 640));
        assertThat(fit.of(new Extent(1, 5000))).isEqualTo(new Extent(1, 640));
    }

    @Test
    void resizesExactlyOrNotAtAll() {
        assertThat(new Resize.To(new Extent(5, 7)).of(new Extent(100, 1)))
                .isEqualTo(new Extent(5, 7));
        assertThat(new Resize.Keep().of(new Extent(100, 1))).isEqualTo(new Extent(100, 1));
    }

    @Test
    void padsToAMultipleOrASize() {
        Padding multiple = new Padding(Optional.empty(), 32, false, OptionalInt.empty());
        Padding size = new Padding(Optional.of(new Extent(64, 70)), 1, true, OptionalInt.of(114));

        assertThat(multiple.of(new Extent(33, 64))).isEqualTo(new Extent(64, 64));
        assertThat(Padding.NONE.of(new Extent(33, 64))).isEqualTo(new Extent(33, 64));
        assertThat(size.of(new Extent(1, 1))).isEqualTo(new Extent(64, 70));
        assertThatThrownBy(() -> size.of(new Extent(65, 1)))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("65x1 cannot be padded to 64x70");
    }

    @Test
    void mapsLabelsToCategoriesWithTheirGaps() {
        assertThat(CategoryMap.COCO80.ids()).hasSize(80).doesNotHaveDuplicates().isSorted();
        assertThat(CategoryMap.COCO80.of(0)).hasValue(1);
        assertThat(CategoryMap.COCO80.of(79)).hasValue(90);
        assertThat(CategoryMap.COCO80.of(80)).isEmpty();
        assertThat(CategoryMap.COCO80.of(-1)).isEmpty();
        assertThat(CategoryMap.IDENTITY.of(90)).hasValue(90);
    }
}
