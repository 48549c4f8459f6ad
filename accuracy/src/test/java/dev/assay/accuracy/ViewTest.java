package dev.assay.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.suite.TaskKind;
import dev.assay.core.tensor.Shape;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ViewTest {
    @Test
    void looksAtImagesAsAWholeAtTheBorderAndInTheCentre() {
        List<View> views = View.of(TaskKind.IMAGE, Shape.of(2, 3, 8, 10));

        assertThat(views).extracting(View::name).containsExactly("full", "border", "centre");
        // A margin of 8 / 4 = 2 pixels leaves 4 x 6 of 8 x 10.
        assertThat(count(views.get(0), 480)).isEqualTo(480);
        assertThat(count(views.get(1), 480)).isEqualTo(2 * 3 * (80 - 24));
        assertThat(count(views.get(2), 480)).isEqualTo(2 * 3 * 24);
    }

    @Test
    void putsTheCornersInTheBorderAndTheMiddleInTheCentre() {
        List<View> views = View.of(TaskKind.IMAGE, Shape.of(1, 1, 8, 10));

        assertThat(views.get(1).elements().contains(0)).isTrue();
        assertThat(views.get(1).elements().contains(79)).isTrue();
        assertThat(views.get(2).elements().contains(4 * 10 + 5)).isTrue();
        assertThat(views.get(2).elements().contains(2 * 10 + 1)).isFalse();
    }

    @Test
    void neverTakesMoreThan128PixelsForTheBorder() {
        View border = View.of(TaskKind.IMAGE, Shape.of(1, 1, 1024, 1024)).get(1);

        assertThat(border.elements().contains(127 * 1024 + 512)).isTrue();
        assertThat(border.elements().contains(128 * 1024 + 512)).isFalse();
    }

    @Test
    void looksOnlyAtTheWholeWhereThereIsNoRoomForACentre() {
        assertThat(View.of(TaskKind.IMAGE, Shape.of(1, 1, 100, 20))).hasSize(1);
        assertThat(View.of(TaskKind.IMAGE, Shape.of(1, 1, 3, 30))).hasSize(1);
    }

    @Test
    void looksAtOtherTensorsAsAWhole() {
        assertThat(View.of(TaskKind.TENSOR, Shape.of(2, 3, 8, 10))).hasSize(1);
        assertThat(View.of(TaskKind.IMAGE, Shape.of(2, 300, 4))).hasSize(1);
    }

    private static long count(View view, long elements) {
        return LongStream.range(0, elements).filter(view.elements()::contains).count();
    }
}
