package dev.assay.core.stats;

import java.util.Arrays;
import java.util.List;

/// What has a distribution, and of which streams it consists.
enum ErrorQuantity {
    ABSOLUTE(ErrorStream.ABSOLUTE),
    SEED000(ErrorStream.SEED000),
    SEED002(ErrorStream.SEED002),
    NONZERO(ErrorStream.RATIO),
    POLYGRAPHY(ErrorStream.RATIO, ErrorStream.ZERO_REFERENCE),
    SYMMETRIC(ErrorStream.SYMMETRIC),
    ULP(ErrorStream.ULP);

    private final List<ErrorStream> streams;

    ErrorQuantity(ErrorStream... streams) {
        this.streams = List.of(streams);
    }

    List<ErrorStream> streams() {
        return streams;
    }

    static ErrorQuantity of(RelativeRule rule) {
        return switch (rule) {
            case SEED000 -> SEED000;
            case SEED002 -> SEED002;
            case POLYGRAPHY -> POLYGRAPHY;
            case NONZERO -> NONZERO;
            case SYMMETRIC -> SYMMETRIC;
        };
    }

    static List<ErrorQuantity> using(ErrorStream stream) {
        return Arrays.stream(values()).filter(it -> it.streams.contains(stream)).toList();
    }
}
