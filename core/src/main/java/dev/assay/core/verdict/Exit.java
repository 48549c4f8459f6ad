package dev.assay.core.verdict;

/// Exit codes of `assay`. Where several apply, the first of 64, 3, 1, 4, 2, 0 is used.
public final class Exit {
    public static final int CLEAN = 0;

    /// A speed or an output regressed; NaN, wrong shapes and out-of-tolerance outputs too.
    public static final int REGRESSION = 1;

    /// Too much is INCONCLUSIVE or INVALID; only with `--gate`.
    public static final int NOT_PROVEN = 2;

    /// A baseline exists, but not for this environment.
    public static final int REFUSED = 3;

    public static final int CASES_FAILED = 4;
    public static final int USAGE = 64;
    public static final int INTERNAL = 70;
    public static final int INTERRUPTED = 130;

    private Exit() {}
}
