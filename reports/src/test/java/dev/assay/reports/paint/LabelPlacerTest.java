package dev.assay.reports.paint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelPlacerTest {
    private final LabelPlacer placer = new LabelPlacer(500, 250);

    @Test
    void writesBesideAPoint() {
        placer.occupy(100, 100);
        LabelPlacer.Place place = placer.place("fp16", 100, 100);
        assertThat(place.x()).isGreaterThan(100);
        assertThat(place.y()).isEqualTo(100);
    }

    @Test
    void writesToTheLeftAtTheRightEdge() {
        assertThat(placer.place("tensorrt-onnx fp16", 490, 100).x()).isLessThan(400);
    }

    @Test
    void leavesLinesFree() {
        placer.occupyLine(100, 100, 500, 100);
        LabelPlacer.Place place = placer.place("tensorrt-onnx fp16", 100, 100);
        assertThat(place.x() < 100 || Math.abs(place.y() - 100) > 7).isTrue();
    }

    @Test
    void doesNotWriteOneLabelOverAnother() {
        LabelPlacer.Place first = placer.place("tensorrt-onnx fp32", 250, 100);
        LabelPlacer.Place second = placer.place("tensorrt-onnx bf16", 250, 100);
        double apart = Math.abs(first.x() - second.x());
        assertThat(apart > 110 || Math.abs(first.y() - second.y()) >= 15).isTrue();
    }

    @Test
    void findsRoomForManyLabelsOfOnePlace() {
        List<LabelPlacer.Place> places = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            LabelPlacer.Place place = placer.place("tensorrt-onnx fp32", 250, 125);
            assertThat(places)
                    .allSatisfy(it ->
                            assertThat(
                                            Math.abs(it.x() - place.x()) > 110
                                                    || Math.abs(it.y() - place.y()) >= 15)
                                    .isTrue());
            places.add(place);
        }
    }
}
