package dev.assay.core.stats;

/// When an element counts as mismatched at an absolute and a relative tolerance.
public enum MismatchRule {
    /// `|a-b| > atol + rtol |b|`: numpy.isclose, torch.testing.assert_close, trtexec's l0.
    NUMPY("mismatch_numpy") {
        @Override
        public boolean mismatched(double a, double b, double atol, double rtol) {
            return Math.abs(a - b) > atol + rtol * Math.abs(b);
        }
    },
    /// Both `|a-b| > atol` and `|a-b|/|b| > rtol`: Polygraphy's element-wise check.
    POLYGRAPHY("mismatch_polygraphyElemwise") {
        @Override
        public boolean mismatched(double a, double b, double atol, double rtol) {
            return Math.abs(a - b) > atol && RelativeRule.POLYGRAPHY.error(a, b) > rtol;
        }
    };

    private final String jsonKey;

    MismatchRule(String jsonKey) {
        this.jsonKey = jsonKey;
    }

    public abstract boolean mismatched(double a, double b, double atol, double rtol);

    public String jsonKey() {
        return jsonKey;
    }
}
