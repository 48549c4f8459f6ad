package dev.assay.accuracy.cause;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Where nearly all of the error is, if it is not everywhere.
final class Concentrations {
    /// "Nearly all" is 99 % of the squared error: without it the error would be a tenth.
    static final double NEARLY_ALL = 0.99;

    private Concentrations() {}

    static List<String> of(OutputPair pair) {
        List<String> found = new ArrayList<>();
        if (pair.distance() == 0) {
            return found;
        }
        rows(pair, found);
        if (pair.isImage()) {
            channels(pair, found);
            border(pair, found);
        }
        return found;
    }

    private static void rows(OutputPair pair, List<String> found) {
        double[] errors = new double[pair.rows()];
        for (int i = 0; i < pair.actual().length; i++) {
            errors[Math.min(i / pair.perRow(), errors.length - 1)] += squared(pair, i);
        }
        List<Integer> few = carriers(errors);
        if (2 * few.size() <= errors.length) {
            found.add("only rows " + few + " of " + errors.length + " are far off");
        }
    }

    private static void channels(OutputPair pair, List<String> found) {
        int channels = (int) pair.shape().dim(1);
        int plane = pair.perRow() / channels;
        double[] errors = new double[channels];
        for (int i = 0; i < pair.actual().length; i++) {
            errors[i / plane % channels] += squared(pair, i);
        }
        List<Integer> few = carriers(errors);
        if (4 * few.size() <= channels) {
            found.add("only channels " + few + " of " + channels + " are far off");
        }
    }

    /// The narrowest ring, of 1, 2, 4 … pixels and less than half of the image, that has it.
    private static void border(OutputPair pair, List<String> found) {
        int height = (int) pair.shape().dim(2);
        int width = (int) pair.shape().dim(3);
        double[] byDepth = new double[(Math.min(height, width) + 1) / 2];
        for (int i = 0; i < pair.actual().length; i++) {
            int w = i % width;
            int h = i / width % height;
            int depth = Math.min(Math.min(h, height - 1 - h), Math.min(w, width - 1 - w));
            byDepth[depth] += squared(pair, i);
        }
        double all = IntStream.range(0, byDepth.length).mapToDouble(i -> byDepth[i]).sum();
        for (int ring = 1;
                inside(height, ring) * inside(width, ring) * 2 > (long) height * width;
                ring *= 2) {
            double within = 0;
            for (int depth = 0; depth < Math.min(ring, byDepth.length); depth++) {
                within += byDepth[depth];
            }
            if (within >= NEARLY_ALL * all) {
                found.add(
                        "the error lies within %d pixels of the border: look at the padding"
                                .formatted(ring));
                return;
            }
        }
    }

    private static long inside(int extent, int ring) {
        return Math.max(0, extent - 2L * ring);
    }

    /// The fewest parts, largest first, that together have nearly all of the error; in order.
    private static List<Integer> carriers(double[] errors) {
        double all = IntStream.range(0, errors.length).mapToDouble(i -> errors[i]).sum();
        List<Integer> largestFirst =
                IntStream.range(0, errors.length)
                        .boxed()
                        .sorted((a, b) -> Double.compare(errors[b], errors[a]))
                        .toList();
        List<Integer> few = new ArrayList<>();
        double covered = 0;
        for (int part : largestFirst) {
            if (covered >= NEARLY_ALL * all) {
                break;
            }
            covered += errors[part];
            few.add(part);
        }
        return few.stream().sorted().toList();
    }

    private static double squared(OutputPair pair, int i) {
        double difference = pair.actual()[i] - pair.expected()[i];
        return difference * difference;
    }
}
