package dev.assay.accuracy.coco.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Small valid files of annotations and detections, with every form of mask.
final class CocoSource {
    private static final int HEIGHT = 48;
    private static final int WIDTH = 64;

    private final Random random;
    private final int images;
    private final int categories;

    CocoSource(Random random) {
        this.random = random;
        this.images = 1 + random.nextInt(3);
        this.categories = 1 + random.nextInt(3);
    }

    String truth() {
        String listedImages =
                numbered(
                        images,
                        "{\"id\": %s, \"height\": "
                                + HEIGHT
                                + ", \"width\": "
                                + WIDTH
                                + ", \"file_name\": \"a.jpg\"}");
        String listedCategories = numbered(categories, "{\"id\": %s, \"name\": \"thing\"}");
        List<String> annotations = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 1; i <= count; i++) {
            annotations.add(
                    "{\"id\": %s, %s, \"area\": %s, \"iscrowd\": %s, \"extra\": {\"a\": [1, {}]}}"
                            .formatted(i, object(), number(2000), random.nextInt(8) / 7));
        }
        return "{\"info\": {\"year\": 2017}, \"images\": [%s],\n\"categories\": [%s],\n"
                        .formatted(listedImages, listedCategories)
                + "\"annotations\": [%s]}".formatted(String.join(",\n", annotations));
    }

    String detections() {
        int count = 1 + random.nextInt(8);
        return IntStream.range(0, count)
                .mapToObj(i -> "{" + object() + ", \"score\": " + number(1) + "}")
                .collect(Collectors.joining(",\n", "[", "]"));
    }

    private String object() {
        return "\"image_id\": %s, \"category_id\": %s, \"bbox\": [%s, %s, %s, %s], \"segmentation\": %s"
                .formatted(
                        1 + random.nextInt(images),
                        1 + random.nextInt(categories),
                        number(30),
                        number(30),
                        number(30),
                        number(15),
                        mask());
    }

    private String mask() {
        int x = random.nextInt(20);
        int y = random.nextInt(20);
        int before = x * HEIGHT + y;
        int inside = 1 + random.nextInt(900);
        int behind = HEIGHT * WIDTH - before - inside;
        String size = "{\"size\": [" + HEIGHT + ", " + WIDTH + "], \"counts\": ";
        return switch (random.nextInt(3)) {
            case 0 -> "[[%s, %s, %s, %s, %s, %s.5]]".formatted(x, y, x + 30, y, x + 15, y + 20);
            case 1 -> size + "[%s, %s, %s]}".formatted(before, inside, behind);
            default -> size + "\"" + text(before) + text(inside) + text(behind) + "\"}";
        };
    }

    /// A run length in COCO's text: six bits a character, five of them payload, least first.
    private static String text(int number) {
        StringBuilder text = new StringBuilder();
        int rest = number;
        boolean more = true;
        while (more) {
            int bits = rest & 0x1f;
            rest >>= 5;
            more = (bits & 0x10) == 0 ? rest != 0 : rest != -1;
            text.append((char) ('0' + (more ? bits | 0x20 : bits)));
        }
        // Read back as JSON, where a backslash needs another.
        return text.toString().replace("\\", "\\\\");
    }

    private String number(double limit) {
        return String.format(Locale.ROOT, "%.3f", random.nextDouble() * limit);
    }

    private static String numbered(int count, String pattern) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(pattern::formatted)
                .collect(Collectors.joining(", "));
    }
}
