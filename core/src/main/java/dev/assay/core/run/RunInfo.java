package dev.assay.core.run;

import java.time.Instant;
import java.util.Optional;

/// `run.json`: what a run directory is of, and whether it came to its end.
///
/// @param suiteSha256 of the expanded suite; a run is only resumed with the same one
/// @param command the command line, for the report
/// @param finished absent while the run goes on or after it was killed
public record RunInfo(
        String schema,
        String id,
        String suite,
        String suiteSha256,
        String effort,
        String assayVersion,
        String command,
        Instant started,
        Optional<Instant> finished,
        Optional<Integer> exitCode) {
    public static final String SCHEMA = "assay.run/1";

    public RunInfo finish(Instant when, int exit) {
        return new RunInfo(
                schema,
                id,
                suite,
                suiteSha256,
                effort,
                assayVersion,
                command,
                started,
                Optional.of(when),
                Optional.of(exit));
    }
}
