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

    private final ErrorStream first;
    private final ErrorStream last;

    ErrorQuantity(ErrorStream only) {
        this(only, only);
    }

    ErrorQuantity(ErrorStream first, ErrorStream last) {
        this.first = first;
        this.last = last;
    }

    List<ErrorStream> streams() {
        return first == last ? List.of(first) : List.of(first, last);
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
        return Arrays.stream(values()).filter(it -> it.streams().contains(stream)).toList();
    }
}
