package dev.assay.accuracy.generate;

/// A small seeded generator whose numbers are fixed by its published algorithm, not by a library's
/// version.
///
/// Source: G. L. Steele Jr., D. Lea, C. H. Flood, "Fast Splittable Pseudorandom Number Generators",
/// OOPSLA 2014, with the finaliser constants of S. Vigna's public-domain `splitmix64.c` (variant 13
/// of D. Stafford's mixers).
public final class SplitMix64 {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double UNIT_OF_53_BITS = 0x1.0p-53;

    private long state;

    private SplitMix64(long seed) {
        this.state = seed;
    }

    /// The generator of one member of a family. The seed is mixed before the index goes in, so that
    /// neighbouring seeds and indices give unrelated sequences instead of shifted copies of one.
    public static SplitMix64 of(long seed, long index) {
        return new SplitMix64(mix(mix(seed) ^ mix(GOLDEN_GAMMA + index)));
    }

    /// Scrambles 64 bits; a bijection, also used as the hash of noise lattices.
    public static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /// A number in [0, 1), a multiple of 2^-53.
    public double nextUnit() {
        return (nextLong() >>> 11) * UNIT_OF_53_BITS;
    }

    /// A number in [low, high).
    public double between(double low, double high) {
        return low + (high - low) * nextUnit();
    }

    /// A whole number in [low, high]; the bias of the remainder is below 2^-50 for the small ranges
    /// used here.
    public int between(int low, int high) {
        return low + (int) Long.remainderUnsigned(nextLong(), high - low + 1L);
    }
}
