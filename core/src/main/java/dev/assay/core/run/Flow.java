package dev.assay.core.run;

/// How many queries came through in which time: what a throughput is computed from.
///
/// @param queries completed in the window
/// @param seconds from the start of the first to the end of the last; on the device where it keeps
///   the time
/// @param inFlight queries at a time
public record Flow(long queries, double seconds, int inFlight) {
    public double queriesPerSecond() {
        return queries / seconds;
    }
}
