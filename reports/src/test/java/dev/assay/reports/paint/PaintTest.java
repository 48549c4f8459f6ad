package dev.assay.reports.paint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.reports.model.Variant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaintTest {
    private static final List<String> ENGINES = List.of("pytorch", "tensorrt-onnx", "x");

    @Test
    void startsLinearAxesAtZero() {
        Scale scale = Scale.of(List.of(70.0, 340.0));
        assertThat(scale.logarithmic()).isFalse();
        assertThat(scale.low()).isZero();
        assertThat(scale.ticks())
                .extracting(Scale.Tick::label)
                .containsExactly("0", "100", "200", "300");
    }

    @Test
    void takesALogarithmicAxisWhereSmallTimesWouldVanish() {
        Scale scale = Scale.of(List.of(0.5, 40.0));
        assertThat(scale.logarithmic()).isTrue();
        assertThat(scale.ticks())
                .extracting(Scale.Tick::label)
                .containsExactly("0.5", "1", "2", "5", "10", "20", "50");
    }

    @Test
    void showsErrorsOnWholeDecades() {
        assertThat(Scale.decades(List.of(3e-7, 2e-5)).ticks())
                .extracting(Scale.Tick::label)
                .containsExactly("1e-7", "1e-6", "1e-5", "1e-4");
    }

    @Test
    void givesInfiniteDecibelsALineOfTheirOwn() {
        Scale scale = Scale.decibels(List.of(31.7, 113.6, Double.POSITIVE_INFINITY));
        assertThat(scale.ticks())
                .extracting(Scale.Tick::label)
                .containsExactly("20", "40", "60", "80", "100", "120", "equal");
        assertThat(scale.high()).isGreaterThan(scale.ticks().getLast().position());
    }

    @Test
    void showsDecibelsThatAreAllInfinite() {
        assertThat(Scale.decibels(List.of(Double.POSITIVE_INFINITY)).ticks().getLast().label())
                .isEqualTo("equal");
    }

    @Test
    void survivesErrorsThatAreAllZero() {
        assertThat(Scale.decades(List.of(0.0)).ticks()).isNotEmpty();
    }

    @Test
    void movesLabelsApartWithinTheAxis() {
        List<Double> places = Spread.apart(List.of(9.8, 9.9, 1.0), 1, 0, 10);
        assertThat(places.get(1) - places.get(0)).isCloseTo(1, within(1e-9));
        assertThat(places).allMatch(it -> it >= 0 && it <= 10);
        assertThat(places.get(2)).isEqualTo(1.0);
    }

    @Test
    void givesAnEngineOneColourAndItsPrecisionsDifferentDashes() {
        List<String> precisions = List.of("fp32", "fp16");
        Ink fp32 = Ink.of(new Variant("x", "fp32", "base"), ENGINES, precisions);
        Ink fp16 = Ink.of(new Variant("x", "fp16", "base"), ENGINES, precisions);
        assertThat(fp16.color()).isEqualTo(fp32.color());
        assertThat(fp16.stroke()).isNotEqualTo(fp32.stroke());
        assertThat(
                        Ink.of(new Variant("tensorrt-onnx", "fp32", "base"), ENGINES, precisions)
                                .color())
                .isNotEqualTo(fp32.color());
    }

    @Test
    void bundlesATypefaceWithEverySignThatChartsUse() {
        assertThat(HouseTheme.load().label().canDisplayUpTo("aZ09 .,:;|+-/()[]<>=·●○×÷−µ–%"))
                .isEqualTo(-1);
    }
}
