package dev.assay.core.run;

import java.util.List;

/// Whether a measurement may be used, and why not.
public record Validity(boolean valid, List<String> reasons) {
    public Validity {
        reasons = List.copyOf(reasons);
    }

    public static Validity of(List<String> reasons) {
        return new Validity(reasons.isEmpty(), reasons);
    }
}
