package dev.assay.core.stats.block;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
    private static final int PLANES = 3;

    @ParameterizedTest
    @CsvSource({"8, 10, 2", "5, 9, 1", "3, 3, 1", "64, 7, 3"})
    void givesRunsOfExactlyTheElementsInsideOrOutsideTheMargin(
            long height, long width, long margin) {
        long elements = PLANES * height * width;
        List<Long> inside = new ArrayList<>();
        List<Long> outside = new ArrayList<>();
        for (long i = 0; i < elements; i++) {
            long row = i / width % height;
            long column = i % width;
            boolean centre =
                    Math.min(row, height - 1 - row) >= margin
                            && Math.min(column, width - 1 - column) >= margin;
            (centre ? inside : outside).add(i);
        }

        check(new Selection.Centre(height, width, margin), elements, inside);
        check(new Selection.Border(height, width, margin), elements, outside);
    }

    @Test
    void selectsEverythingOrTheWholePlane() {
        List<Long> all = LongStream.range(0, 24).boxed().toList();

        check(new Selection.All(), 24, all);
        check(new Selection.Centre(4, 6, 0), 24, all);
    }

    @Test
    void refusesAMarginThatLeavesNoCentre() {
        assertFails(ErrorKind.DATA, () -> new Selection.Centre(8, 10, 4));
        assertFails(ErrorKind.DATA, () -> new Selection.Border(8, 10, 4));
        assertFails(ErrorKind.DATA, () -> new Selection.Border(8, 10, 0));
    }

    private static void check(Selection selection, long elements, List<Long> expected) {
        List<Long> runs = new ArrayList<>();
        for (long start = selection.start(0); start < elements; ) {
            long end = Math.min(selection.end(start), elements);
            LongStream.range(start, end).forEach(runs::add);
            start = selection.start(end);
        }

        assertThat(runs).isEqualTo(expected);
        assertThat(selection.count(elements)).isEqualTo(expected.size());
        assertThat(LongStream.range(0, elements).filter(selection::contains).boxed().toList())
                .isEqualTo(expected);
    }
}
