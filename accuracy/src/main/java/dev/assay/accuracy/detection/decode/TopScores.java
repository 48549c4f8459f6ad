package dev.assay.accuracy.detection.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// The highest sigmoids of many logits.
///
/// A network of 900 queries and 91 classes has 81,900 logits an image, and an exponential for each
/// costs more than the rest: the best are found by logit first, and only those that may share the
/// lowest score are turned into scores.
final class TopScores {
    private TopScores() {}

    /// `1 / (1 + e^−x)`, computed in double (the same on every machine), rounded to FLOAT32.
    static float sigmoid(float logit) {
        return (float) (1 / (1 + StrictMath.exp(-(double) logit)));
    }

    /// Indices by falling score; of equal scores the lower index is first, and is kept first.
    ///
    /// @param log told of logits that are NaN, which are left out
    static List<Integer> of(float[] logits, int top, DecodeLog log) {
        PriorityQueue<Float> best = new PriorityQueue<>(top + 1);
        float least = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            if (Float.isNaN(logit)) {
                log.boxNotFinite();
            } else if (best.size() < top || logit > least) {
                best.add(logit);
                if (best.size() > top) {
                    best.remove();
                }
                least = best.element();
            }
        }
        if (best.isEmpty()) {
            return List.of();
        }
        float lowest = lowestOfScore(best.element());
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < logits.length; i++) {
            if (logits[i] >= lowest) {
                candidates.add(new Candidate(i, sigmoid(logits[i])));
            }
        }
        candidates.sort(Comparator.comparingDouble((Candidate it) -> -it.score()));
        return candidates.stream().limit(top).map(Candidate::index).toList();
    }

    private record Candidate(int index, float score) {}

    /// The lowest logit that gives the same score as this one.
    private static float lowestOfScore(float logit) {
        float score = sigmoid(logit);
        if (sigmoid(Float.NEGATIVE_INFINITY) == score) {
            return Float.NEGATIVE_INFINITY;
        }
        // Floats of one sign are ordered as their bits; across zero the key keeps the order.
        long low = key(Float.NEGATIVE_INFINITY);
        long high = key(logit);
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (sigmoid(value(middle)) == score) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return value(high);
    }

    private static long key(float value) {
        int bits = Float.floatToIntBits(value);
        return bits >= 0 ? bits : Integer.MIN_VALUE - (long) bits;
    }

    private static float value(long key) {
        return Float.intBitsToFloat((int) (key >= 0 ? key : Integer.MIN_VALUE - key));
    }
}
