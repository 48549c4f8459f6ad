package dev.assay.core.suite;

import java.util.Locale;

/// How much is measured of every case.
public enum Effort {
    /// For trying a suite out: shows that everything runs, too little to judge speeds by.
    TRIAL(2, 0.1, 0.2),
    QUICK(3, 0.5, 1.5),
    NIGHTLY(5, 1, 3),
    RELEASE(10, 1, 3);

    /// Queries a fork tries to take: what the 90th percentile needs even of a single fork.
    public static final int WANTED_SAMPLES = 64;

    private static final double MOST_STRETCH = 2;
    private static final int FORKS_OF_A_BUILD = 2;

    private final int forks;
    private final double warmUpSeconds;
    private final double measureSeconds;

    Effort(int forks, double warmUpSeconds, double measureSeconds) {
        this.forks = forks;
        this.warmUpSeconds = warmUpSeconds;
        this.measureSeconds = measureSeconds;
    }

    public int forks() {
        return forks;
    }

    /// Forks of a case whose engine is built several times: two at least of each build, because one
    /// fork does not tell a slower build from a slower process.
    public int forks(int builds) {
        return builds == 1 ? forks : Math.max(forks, FORKS_OF_A_BUILD * builds);
    }

    public double warmUpSeconds() {
        return warmUpSeconds;
    }

    /// Time to measure when the case's speed is not known yet.
    public double measureSeconds() {
        return measureSeconds;
    }

    /// Time to measure so that {@link #WANTED_SAMPLES} queries fit, stretched to at most twice the
    /// usual time: a slow case gets fewer samples and so fewer percentiles, not an endless run.
    public double measureSeconds(double querySeconds) {
        return Math.clamp(
                WANTED_SAMPLES * querySeconds, measureSeconds, MOST_STRETCH * measureSeconds);
    }

    /// The effort that a run recorded under its {@link #slug}.
    public static Effort of(String slug) {
        return valueOf(slug.toUpperCase(Locale.ROOT));
    }

    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }
}
