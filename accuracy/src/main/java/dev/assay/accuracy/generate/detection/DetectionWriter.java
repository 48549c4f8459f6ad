package dev.assay.accuracy.generate.detection;

import dev.assay.accuracy.generate.output.Production;
import dev.assay.accuracy.image.PngBytes;
import dev.assay.core.AssayException;
import dev.assay.core.format.DiskSpace;
import dev.assay.core.format.SafetensorsRows;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes a detection data set: `images/000001.png` and so on with `instances.json`, or padded
/// tensors, or both.
public final class DetectionWriter {
    /// Goes up whenever other bytes come out of the same request.
    public static final int VERSION = 1;

    private static final String IMAGES = "images";
    private static final int CHANNELS = 3;

    private record Made(DetectionImage image, byte[] png) {}

    private DetectionWriter() {}

    /// @param folder that exists and is empty
    public static void write(GeneratedRequest request, Path folder, int threads) {
        try {
            Files.createDirectory(folder.resolve(IMAGES));
            checkSpace(request, folder);
            try (InstancesFile instances = new InstancesFile(folder, request)) {
                Production.inOrder(
                        request.count(),
                        threads,
                        index -> made(request, index),
                        made -> add(made, folder, instances));
                instances.finish();
            }
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    /// Writes `sizes`, I32 [N, 2], height and width of each image, and `images`, U8 [N, 3, H, W],
    /// red first, zero beyond an image's right and lower border.
    public static void writeTensors(GeneratedRequest request, Path file, int threads) {
        int count = request.count();
        int height = request.height();
        int width = request.width();
        List<TensorSpec> specs =
                List.of(
                        new TensorSpec("sizes", ElementType.INT32, Shape.of(count, 2)),
                        new TensorSpec(
                                IMAGES,
                                ElementType.UINT8,
                                Shape.of(count, CHANNELS, height, width)));
        try (SafetensorsRows out = SafetensorsRows.create(file, specs)) {
            int[] next = new int[1];
            Production.inOrder(
                    count,
                    threads,
                    index -> DetectionGenerator.image(request, index),
                    image -> {
                        out.write(0, next[0], size(image));
                        out.write(1, next[0], ByteBuffer.wrap(padded(image, height, width)));
                        next[0]++;
                    });
            out.commit();
        }
    }

    private static Made made(GeneratedRequest request, int index) {
        DetectionImage image = DetectionGenerator.image(request, index);
        return new Made(image, PngBytes.of(image.width(), image.height(), image.pixels()));
    }

    private static void add(Made made, Path folder, InstancesFile instances) {
        try {
            String name = instances.add(made.image());
            Files.write(folder.resolve(IMAGES).resolve(name), made.png());
        } catch (IOException e) {
            throw failure(folder, e);
        }
    }

    private static ByteBuffer size(DetectionImage image) {
        return ByteBuffer.allocate(2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(image.height())
                .putInt(image.width())
                .flip();
    }

    private static byte[] padded(DetectionImage image, int height, int width) {
        byte[] planar = new byte[CHANNELS * height * width];
        for (int row = 0; row < image.height(); row++) {
            for (int column = 0; column < image.width(); column++) {
                for (int band = 0; band < CHANNELS; band++) {
                    planar[(band * height + row) * width + column] =
                            image.pixels()[CHANNELS * (row * image.width() + column) + band];
                }
            }
        }
        return planar;
    }

    /// An image takes no more than its pixels: they are compressed.
    private static void checkSpace(GeneratedRequest request, Path folder) throws IOException {
        long needed = (long) request.count() * CHANNELS * request.height() * request.width();
        long free = DiskSpace.free(folder);
        if (free < needed) {
            throw AssayException.config(
                    "%d images need up to %d MB and the disk has %d MB free: make room or ask for less"
                            .formatted(request.count(), needed / 1_000_000 + 1, free / 1_000_000));
        }
    }

    private static AssayException failure(Path folder, IOException e) {
        return AssayException.environment(
                "Cannot write to " + folder + " (" + e + "): check free space and permissions", e);
    }
}
