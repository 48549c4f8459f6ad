package dev.assay.core.suite;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.assay.core.AssayException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// The readable, file-name-safe id of a case and the join key of every file of a run:
/// `<model>/<engine>/<precision>/b<batch>/<dims>/<steps or base>/<workload>`.
///
/// @param text exactly seven segments of `[a-z0-9.+_-]`
public record CaseId(@JsonValue String text) implements Comparable<CaseId> {
    private static final Pattern SEGMENT = Pattern.compile("[a-z0-9+_-][a-z0-9.+_-]*");
    private static final Pattern BATCH = Pattern.compile("b[1-9][0-9]{0,8}");
    private static final int SEGMENTS = 7;

    @JsonCreator
    public CaseId {
        String[] segments = text.split("/", -1);
        boolean wellFormed = segments.length == SEGMENTS;
        for (String segment : segments) {
            wellFormed &= SEGMENT.matcher(segment).matches();
        }
        if (!wellFormed || !BATCH.matcher(segments[3]).matches()) {
            throw AssayException.data(
                    "'"
                            + text
                            + "' is not a case id: it needs seven segments of [a-z0-9.+_-],"
                            + " the fourth b<batch>");
        }
    }

    static CaseId of(
            String model,
            String engine,
            Precision precision,
            boolean stronglyTyped,
            int batch,
            String dims,
            String steps,
            Workload workload) {
        return new CaseId(
                String.join(
                        "/",
                        List.of(
                                model,
                                engine,
                                precision.slug() + (stronglyTyped ? "-strong" : ""),
                                "b" + batch,
                                dims,
                                steps,
                                workload.slug())));
    }

    public String model() {
        return segment(0);
    }

    public String engine() {
        return segment(1);
    }

    /// Compute mode with its typing where that is not the default, for example `fp16-strong`.
    public String precision() {
        return segment(2);
    }

    public int batch() {
        return Integer.parseInt(segment(3).substring(1));
    }

    /// Dimensions of one input row, for example `3x96x90`.
    public String dims() {
        return segment(4);
    }

    public String steps() {
        return segment(5);
    }

    /// Whether a step of it computes something else on purpose: its time is a limit, no result.
    public boolean isCeiling() {
        return Arrays.stream(steps().split("\\+", -1)).anyMatch(RewriteCatalog::isCeiling);
    }

    public String workload() {
        return segment(6);
    }

    private String segment(int index) {
        return text.split("/", -1)[index];
    }

    @Override
    public int compareTo(CaseId other) {
        int byBatch = Integer.compare(batch(), other.batch());
        int byRest = withoutBatch().compareTo(other.withoutBatch());
        return byRest != 0 ? byRest : byBatch;
    }

    private String withoutBatch() {
        return String.join("/", model(), engine(), precision(), dims(), steps(), workload());
    }

    @Override
    public String toString() {
        return text;
    }
}
