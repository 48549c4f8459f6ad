package dev.assay.accuracy.image;

import static dev.assay.accuracy.image.MadeUpImages.picture;
import static dev.assay.accuracy.image.MadeUpImages.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.run.ErrorEvidence;
import dev.assay.core.run.ErrorHistogram;
import dev.assay.core.run.SampleImage;
import dev.assay.core.suite.ImageTask;
import dev.assay.core.tensor.TensorData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorPicturesTest {
    @TempDir Path run;

    @ParameterizedTest
    @ValueSource(
            doubles = {
                Double.MIN_VALUE,
                1e-310,
                0x1p-1022,
                1e-7,
                3.162277660168379e-7,
                0.1,
                1,
                999,
                1e300,
                Double.MAX_VALUE
            })
    void countsAnErrorInTheBinOfItsSize(double error) {
        ErrorHistogram histogram = histogram(error);

        assertThat(histogram.counts()).containsExactly(1L);
        assertThat(ErrorHistogram.lowerEnd(histogram.firstBin())).isLessThanOrEqualTo(error);
        assertThat(ErrorHistogram.lowerEnd(histogram.endBin())).isGreaterThan(error);
    }

    @Test
    void agreesWithLogarithmsAwayFromTheEdges() {
        double[] errors =
                IntStream.range(0, 2000).mapToDouble(i -> 1.7e-9 * Math.pow(1.017, i)).toArray();
        ErrorHistogram histogram = histogram(errors);

        for (int bin = histogram.firstBin(); bin < histogram.endBin(); bin++) {
            int number = bin;
            assertThat(histogram.count(bin))
                    .isEqualTo(
                            IntStream.range(0, errors.length)
                                    .filter(i -> Math.floor(4 * Math.log10(errors[i])) == number)
                                    .count());
        }
    }

    @Test
    void countsApartWhatHasNoLogarithm() {
        ErrorHistogram histogram = histogram(0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, 0.5);

        assertThat(histogram.zeros()).isEqualTo(2);
        assertThat(histogram.nonFinite()).isEqualTo(2);
        assertThat(histogram.elements()).isEqualTo(5);
    }

    @Test
    void drawsTheWorstRowAndTheOneInTheMiddle() throws IOException {
        TensorData reference = tensor("y", image(2, 0), image(3, 0), image(4, 0));
        TensorData engine = tensor("y", image(2, 0.001), image(3, 0.09), image(4, 0.01));

        List<SampleImage> images = evidence(engine, reference, OptionalInt.empty()).images();

        assertThat(images).extracting(SampleImage::role).containsExactly("worst", "median");
        assertThat(images).extracting(SampleImage::row).containsExactly(1, 2);
        assertThat(images.getFirst().shown()).isEqualTo("channel 2 of 0–4");
        assertThat(images.getFirst().errors().high()).isCloseTo(0.1, within(1e-12));
        assertThat(images.getFirst().errors().low()).isCloseTo(1e-4, within(1e-15));
        BufferedImage drawn = read(images.getFirst().files().engine());
        assertThat(drawn.getWidth()).isEqualTo(18);
        assertThat(drawn.getHeight()).isEqualTo(16);
        assertThat(read(images.getFirst().files().scale()).getWidth()).isEqualTo(255);
    }

    @Test
    void drawsColoursWhereThereAreThreeChannels() throws IOException {
        Picture colours = picture(3, 1, 2, 1, 0, 0, 0.5, 0, 1);
        TensorData engine = tensor("y", picture(3, 1, 2, 1, 0, 0, 0.5, 0, 0.5));

        SampleImage image =
                evidence(engine, tensor("y", colours), OptionalInt.empty()).images().getFirst();

        assertThat(read(image.files().reference()).getRGB(0, 0)).isEqualTo(0xFFFF0000);
        assertThat(read(image.files().reference()).getRGB(1, 0)).isEqualTo(0xFF0080FF);
        // Equal, so the darkest colour; the other error is the largest, but not a power of ten.
        assertThat(read(image.files().error()).getRGB(0, 0)).isEqualTo(0xFF440154);
        assertThat(read(image.files().error()).getRGB(1, 0)).isNotEqualTo(0xFF440154);
    }

    @Test
    void losesNoSingleErrorInALargeImage() throws IOException {
        Picture large = MadeUpImages.image(1, 400, 300, 1, 1, 0);
        Picture dirty = MadeUpImages.image(1, 400, 300, 1, 1, 0);
        dirty.values()[399 * 300 + 299] += 0.1;

        SampleImage image =
                evidence(tensor("y", dirty), tensor("y", large), OptionalInt.of(0))
                        .images()
                        .getFirst();
        BufferedImage error = read(image.files().error());

        assertThat(error.getWidth()).isEqualTo(100);
        assertThat(error.getRGB(99, 133)).isNotEqualTo(0xFF440154);
        assertThat(error.getRGB(0, 0)).isEqualTo(0xFF440154);
        assertThat(Files.size(run.resolve(image.files().engine()))).isLessThan(30_000);
    }

    @Test
    void drawsNaNsInTheirOwnColour() throws IOException {
        TensorData engine = tensor("y", picture(1, 1, 2, Double.NaN, 0.5));

        SampleImage image =
                evidence(engine, tensor("y", picture(1, 1, 2, 0, 1)), OptionalInt.empty())
                        .images()
                        .getFirst();

        assertThat(read(image.files().error()).getRGB(0, 0)).isEqualTo(0xFFFF00FF);
        assertThat(image.rmse()).isInfinite();
    }

    @Test
    void drawsNothingOfEqualImages() {
        TensorData same = tensor("y", image(1, 0));

        assertThat(evidence(same, same, OptionalInt.empty()).images()).isEmpty();
    }

    private ErrorEvidence evidence(TensorData engine, TensorData reference, OptionalInt band) {
        ErrorPictures pictures =
                new ErrorPictures(
                        new ImageTask(List.of(), Optional.empty(), band),
                        Optional.of(run.resolve("images/m/e")),
                        run);
        pictures.add(
                engine,
                reference,
                IntStream.range(0, (int) engine.shape().dim(0)).boxed().toList());
        return pictures.evidence();
    }

    private BufferedImage read(String file) throws IOException {
        return ImageIO.read(run.resolve(file).toFile());
    }

    /// Five channels, every value off by the same.
    private static Picture image(int seed, double error) {
        Picture picture = MadeUpImages.image(5, 16, 18, seed, 1, 0.25);
        for (int i = 0; i < picture.values().length; i++) {
            picture.values()[i] += error;
        }
        return picture;
    }

    private static ErrorHistogram histogram(double... errors) {
        TensorData engine = tensor("y", picture(1, 1, errors.length, errors));
        TensorData zeros = tensor("y", picture(1, 1, errors.length, new double[errors.length]));
        return RowErrors.histogram("y", RowErrors.of(engine, zeros));
    }
}
