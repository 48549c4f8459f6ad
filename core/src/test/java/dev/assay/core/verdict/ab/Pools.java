package dev.assay.core.verdict.ab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Made pools of forks, each fork the median of its queries, for drawing two sides from.
///
/// The four kinds of fork-to-fork structure are those that were measured on GPUs and JVMs: quiet
/// forks of one plan under a CUDA graph; two modes without one; a JVM's forks; and forks of which
/// some settle on a slow level for good. Queries within a fork share its level, so that more of
/// them do not make a side more certain.
enum Pools {
    /// Coefficient of variation 0.05 %.
    CUDA_GRAPH(0.489e-3, 0.0005, 0, 0, 0.002),
    /// 0.579 or 0.599 ms, 1.2 to 1.7 %.
    TWO_MODES(0.579e-3, 0.001, 0.035, 0.5, 0.004),
    /// 0.8 %.
    JVM(8e-3, 0.008, 0, 0, 0.03),
    /// One fork in eight is 8 % slower, the others vary by 1.5 %.
    HEAVY(20e-3, 0.015, 0.08, 0.125, 0.05);

    /// Forks in a pool.
    static final int SIZE = 48;

    private static final int QUERIES = 101;

    private final double seconds;
    private final double betweenForks;
    private final double slowMode;
    private final double slowShare;
    private final double withinFork;

    Pools(
            double seconds,
            double betweenForks,
            double slowMode,
            double slowShare,
            double withinFork) {
        this.seconds = seconds;
        this.betweenForks = betweenForks;
        this.slowMode = slowMode;
        this.slowShare = slowShare;
        this.withinFork = withinFork;
    }

    /// Fork medians in seconds.
    double[] pool(long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, SIZE).mapToDouble(fork -> fork(random)).toArray();
    }

    private double fork(Random random) {
        double level =
                seconds
                        * Math.exp(betweenForks * random.nextGaussian())
                        * (random.nextDouble() < slowShare ? 1 + slowMode : 1);
        double[] queries =
                IntStream.range(0, QUERIES)
                        // Exponential: queries are never faster than the level, now and then slow.
                        .mapToDouble(
                                i -> level * (1 - withinFork * Math.log(1 - random.nextDouble())))
                        .sorted()
                        .toArray();
        return queries[QUERIES / 2];
    }

    /// Two disjoint sides, of which b is slower by a factor.
    static Sides draw(double[] pool, int forks, double factor, double margin, Random random) {
        List<Double> drawn = new ArrayList<>(Arrays.stream(pool).boxed().toList());
        Collections.shuffle(drawn, random);
        return new Sides(
                drawn.subList(0, forks),
                drawn.subList(forks, 2 * forks).stream().map(it -> it * factor).toList(),
                margin,
                0);
    }
}
