package dev.assay.accuracy.coco;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// A seeded data set of the size of COCO's val2017 with the detections of a network that gives its
/// best 98 of every image.
///
/// The numbers of {@link Random} are fixed by its documentation, and beyond that only basic
/// arithmetic and {@link StrictMath} are used: every machine writes the same bytes.
final class GeneratedSet {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int CATEGORIES = 81;

    private final Random random;
    private final int images;
    private final int detections;
    private double[][] boxes = {};
    private int[] categories = {};

    private GeneratedSet(long seed, int images, int detections) {
        this.random = new Random(seed);
        this.images = images;
        this.detections = detections;
    }

    /// The two files of a set: annotations and detections.
    record Pair(Path truth, Path found) {}

    /// 5,000 images, 81 categories, about 33,000 annotations and 490,000 detections.
    static Pair large(Path folder) {
        return new GeneratedSet(20260101, 5000, 98).write(folder);
    }

    /// As many images, 12 detections on each.
    static Pair sparse(Path folder) {
        return new GeneratedSet(20260102, 5000, 12).write(folder);
    }

    /// Writes the set for benchmarks/peers/pycocotools.sh.
    ///
    /// @param arguments `large` or `sparse`, and a folder
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[1]);
        if (arguments[0].equals("sparse")) {
            sparse(folder);
        } else {
            large(folder);
        }
    }

    private Pair write(Path folder) {
        Pair files = new Pair(folder.resolve("gt.json"), folder.resolve("dt.json"));
        try (Writer truth = Files.newBufferedWriter(files.truth());
                Writer found = Files.newBufferedWriter(files.found())) {
            truth.write("{\"images\": [");
            for (int image = 0; image < images; image++) {
                truth.write(
                        "%s{\"id\": %s, \"width\": %s, \"height\": %s}"
                                .formatted(comma(image), imageId(image), WIDTH, HEIGHT));
            }
            truth.write("], \"categories\": [");
            for (int category = 0; category < CATEGORIES; category++) {
                int id = categoryId(category);
                truth.write("%s{\"id\": %s, \"name\": \"c%s\"}".formatted(comma(category), id, id));
            }
            truth.write("], \"annotations\": [");
            found.write("[");
            int annotation = 0;
            for (int image = 0; image < images; image++) {
                annotation = annotations(truth, image, annotation);
                detections(found, image);
            }
            truth.write("]}\n");
            found.write("]\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private int annotations(Writer truth, int image, int before) throws IOException {
        // 6.6 on average.
        int count = (int) (14.2 * random.nextDouble());
        boxes = new double[count][];
        categories = new int[count];
        for (int i = 0; i < count; i++) {
            double size = StrictMath.exp(4 + normal());
            double width = Math.min(size * StrictMath.exp(0.3 * normal()), WIDTH - 1);
            double height = Math.min(size * StrictMath.exp(0.3 * normal()), HEIGHT - 1);
            boxes[i] =
                    new double[] {
                        cents(random.nextDouble() * (WIDTH - width)),
                        cents(random.nextDouble() * (HEIGHT - height)),
                        cents(width),
                        cents(height)
                    };
            // Some categories are a hundred times as frequent as others, as in COCO.
            double uniform = random.nextDouble();
            categories[i] = categoryId((int) (CATEGORIES * uniform * uniform * uniform));
            int id = before + i + 1;
            truth.write(
                    "%s{\"id\": %s, \"image_id\": %s, \"category_id\": %s, \"iscrowd\": %s, \"area\": %s, \"bbox\": %s}"
                            .formatted(
                                    comma(id - 1),
                                    id,
                                    imageId(image),
                                    categories[i],
                                    random.nextInt(80) == 0 ? 1 : 0,
                                    0.7 * boxes[i][2] * boxes[i][3],
                                    json(boxes[i])));
        }
        return before + count;
    }

    private void detections(Writer found, int image) throws IOException {
        for (int i = 0; i < detections; i++) {
            boolean seen = boxes.length > 0 && random.nextDouble() < 0.35;
            double[] box;
            int category;
            double score;
            if (seen) {
                int which = random.nextInt(boxes.length);
                double[] of = boxes[which];
                double noise = random.nextInt(3) * random.nextDouble() / 5;
                box =
                        new double[] {
                            of[0] + of[2] * noise * normal(),
                            of[1] + of[3] * noise * normal(),
                            of[2] * StrictMath.exp(noise * normal()),
                            of[3] * StrictMath.exp(noise * normal())
                        };
                boolean mistaken = random.nextInt(7) == 0;
                category = mistaken ? categoryId(random.nextInt(CATEGORIES)) : categories[which];
                score = mistaken ? random.nextDouble() : StrictMath.sqrt(random.nextDouble());
            } else {
                double width = 200 * random.nextDouble();
                double height = 200 * random.nextDouble();
                box =
                        new double[] {
                            random.nextDouble() * (WIDTH - width),
                            random.nextDouble() * (HEIGHT - height),
                            width,
                            height
                        };
                category = categoryId(random.nextInt(CATEGORIES));
                score = StrictMath.pow(random.nextDouble(), 3);
            }
            for (int side = 0; side < 4; side++) {
                // What a network computes is float32, written with the digits of a double.
                box[side] = (float) box[side];
            }
            found.write(
                    "%s{\"image_id\": %s, \"category_id\": %s, \"bbox\": %s, \"score\": %s}"
                            .formatted(
                                    comma(image + i),
                                    imageId(image),
                                    category,
                                    json(box),
                                    (double) (float) score));
        }
    }

    /// Nearly normal, by the central limit theorem.
    private double normal() {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }

    private static double cents(double value) {
        return Math.rint(100 * value) / 100;
    }

    private static String json(double[] box) {
        return "[%s, %s, %s, %s]".formatted(box[0], box[1], box[2], box[3]);
    }

    private static String comma(int index) {
        return index == 0 ? "" : ", ";
    }

    /// Eleven digits, as in VOC's.
    private static long imageId(int image) {
        return 20_180_000_139L + 37L * image;
    }

    /// With gaps, as in COCO's.
    private static int categoryId(int category) {
        return category + 1 + category / 9;
    }
}
