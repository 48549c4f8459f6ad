package dev.assay.core.suite;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.assay.core.AssayException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How queries are sent to an engine.
///
/// @param queriesPerSecond at which queries fall due; 0 where the engine sets the pace itself
public record Workload(Kind kind, double queriesPerSecond) {
    /// One query at a time.
    public static final Workload LATENCY = new Workload(Kind.LATENCY, 0);

    /// Queries in flight, as many as keep the engine busy.
    public static final Workload THROUGHPUT = new Workload(Kind.THROUGHPUT, 0);

    private static final Pattern LOAD = Pattern.compile("load-([0-9]{1,6}(?:\\.[0-9]{1,3})?)");

    /// The kinds of workload.
    public enum Kind {
        /// One query at a time: the next starts when the last one's outputs are there.
        LATENCY,
        /// Pipelined: the next query is sent before the last one's outputs are there.
        THROUGHPUT,
        /// Open loop: queries fall due at a given rate, whether or not the engine keeps up.
        LOAD
    }

    public Workload {
        boolean paced = queriesPerSecond > 0 && Double.isFinite(queriesPerSecond);
        if (kind == Kind.LOAD ? !paced : queriesPerSecond != 0) {
            throw AssayException.config(
                    "Workload %s cannot have %s queries/s".formatted(kind, queriesPerSecond));
        }
    }

    public static Workload load(double queriesPerSecond) {
        return new Workload(Kind.LOAD, queriesPerSecond);
    }

    /// Parses `latency`, `throughput` or `load-<queries per second>`.
    ///
    /// @throws AssayException if it is none of them
    @JsonCreator
    public static Workload parse(String text) {
        Matcher load = LOAD.matcher(text);
        if (text.equals(LATENCY.slug())) {
            return LATENCY;
        }
        if (text.equals(THROUGHPUT.slug())) {
            return THROUGHPUT;
        }
        if (load.matches() && Double.parseDouble(load.group(1)) > 0) {
            return load(Double.parseDouble(load.group(1)));
        }
        throw AssayException.config(
                "'"
                        + text
                        + "' is not a workload: write latency, throughput or"
                        + " load-<queries per second>, e.g. load-200");
    }

    /// Between two queries that fall due; 0 where the engine sets the pace itself.
    public double meanGapSeconds() {
        return kind == Kind.LOAD ? 1 / queriesPerSecond : 0;
    }

    /// The name in suites and case ids.
    @JsonValue
    public String slug() {
        return switch (kind) {
            case LATENCY -> "latency";
            case THROUGHPUT -> "throughput";
            case LOAD ->
                    "load-"
                            + (queriesPerSecond == Math.rint(queriesPerSecond)
                                    ? Long.toString((long) queriesPerSecond)
                                    : Double.toString(queriesPerSecond));
        };
    }

    @Override
    public String toString() {
        return slug();
    }
}
