package dev.assay.reports.text;

/// Beginnings of SHA-256 hashes, long enough for what they tell apart.
public final class Hashes {
    private static final int MODEL = 6;
    private static final int PLAN = 12;

    private Hashes() {}

    /// Of a model: a run has few.
    public static String model(String sha256) {
        return beginning(sha256, MODEL);
    }

    /// Of a built engine: a cache has many.
    public static String plan(String sha256) {
        return beginning(sha256, PLAN);
    }

    private static String beginning(String sha256, int digits) {
        return sha256.substring(0, Math.min(digits, sha256.length()));
    }
}
