package dev.assay.accuracy.detection.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.detection.Interpolation;
import dev.assay.core.detection.Padding;
import dev.assay.core.detection.Preprocess;
import dev.assay.core.detection.Resize;
import dev.assay.core.format.Sha256;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBatchesTest {
    private static final Preprocess PREPROCESS =
            new Preprocess(
                    Optional.empty(),
                    new Resize.Keep(),
                    Interpolation.PILLOW,
                    Padding.NONE,
                    Preprocess.Range.BYTE,
                    Collections.nCopies(3, 0.0),
                    Collections.nCopies(3, 1.0),
                    Preprocess.Layout.NCHW,
                    Preprocess.Channels.RGB,
                    Optional.empty());

    @TempDir Path folder;

    @Test
    void batchesImagesOfOneShapeAndFillsTheLastBatchWithItsLastImage() throws IOException {
        List<ListedImage> images =
                List.of(
                        image(1, 4, 3),
                        image(2, 5, 3),
                        image(3, 4, 3),
                        image(4, 4, 3),
                        image(5, 5, 3));
        List<String> seen = new ArrayList<>();
        try (ImageBatches batches = new ImageBatches(images, PREPROCESS, "pixels", 2)) {
            while (batches.hasNext()) {
                try (InputBatch batch = batches.next()) {
                    seen.add(
                            batch.tensor().shape()
                                    + " "
                                    + batch.images().stream().map(it -> it.image().id()).toList());
                    assertThat(batch.tensor().name()).isEqualTo("pixels");
                    assertThat(batch.sha256()).hasSameSizeAs(batch.images());
                    assertThat(batch.sha256().getLast())
                            .isEqualTo(Sha256.of(batch.tensor().row(1).segment()));
                    assertThat(batch.tensor().row(0).get(0))
                            .isEqualTo(batch.images().getFirst().image().id());
                }
            }
        }

        assertThat(seen).containsExactly("2x3x3x4 [1, 3]", "2x3x3x4 [4]", "2x3x3x5 [2, 5]");
    }

    @Test
    void keepsOnlyAFewBatchesInMemory() throws IOException {
        ListedImage image = image(1, 4, 3);
        List<ListedImage> many = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            many.add(new ListedImage(i, "same", image.file()));
        }
        try (ImageBatches batches = new ImageBatches(many, PREPROCESS, "pixels", 4)) {
            batches.next().close();
            // Prepared before they were asked for: what the remaining files become shows in none.
            Files.delete(image.file());

            assertThatThrownBy(
                            () -> {
                                while (batches.hasNext()) {
                                    batches.next().close();
                                }
                            })
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("there is no such file");
        }
    }

    @Test
    void namesAMissingFileBeforeAnythingIsRun() {
        List<ListedImage> images =
                List.of(new ListedImage(1, "gone.png", folder.resolve("gone.png")));

        assertThatThrownBy(() -> new ImageBatches(images, PREPROCESS, "pixels", 1))
                .hasMessageContaining("gone.png");
    }

    /// An image all of whose pixels have its id in red.
    private ListedImage image(int id, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                image.setRGB(x, y, id << 16);
            }
        }
        Path file = folder.resolve(id + ".png");
        ImageIO.write(image, "png", file.toFile());
        return new ListedImage(id, file.getFileName().toString(), file);
    }
}
