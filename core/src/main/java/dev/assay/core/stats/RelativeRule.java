package dev.assay.core.stats;

/// How a relative error `|a-b| / denominator` treats a reference `b` near zero.
///
/// Maximum and mean of a relative error are functions of this rule, median and p99 hardly: a report
/// prints the rule beside the number.
public enum RelativeRule {
    /// `|b| + 5e-5`: the default, comparable with the published ELAN tables.
    SEED000("relEps5e-5_seed000", "|b| + 5e-5") {
        @Override
        double denominator(double a, double b) {
            return Math.abs(b) + SEED000_ADDED;
        }
    },
    /// `|b| + 1e-12`: the published MST++ tables.
    SEED002("relEps1e-12_seed002", "|b| + 1e-12") {
        @Override
        double denominator(double a, double b) {
            return Math.abs(b) + SEED002_ADDED;
        }
    },
    /// `|b|`, where a zero is replaced by 2^-52: Polygraphy's `CompareFunc.simple`.
    POLYGRAPHY("relPolygraphy_float64", "|b|, or 2.22e-16 where b = 0") {
        @Override
        double denominator(double a, double b) {
            return b == 0 ? 0x1p-52 : Math.abs(b);
        }
    },
    /// `|b|` over the elements whose reference is not zero.
    NONZERO("relNonzeroRef", "|b|, elements with b = 0 left out") {
        @Override
        double denominator(double a, double b) {
            return Math.abs(b);
        }
    },
    /// `(|a| + |b|) / 2`.
    SYMMETRIC("relSymmetric", "(|a| + |b|) / 2") {
        @Override
        double denominator(double a, double b) {
            return (Math.abs(a) + Math.abs(b)) / 2;
        }

        // The same quotient, also of values so small or large that their mean is not exact.
        @Override
        public double error(double a, double b) {
            if (a == b) {
                return 0;
            }
            double both = Math.abs(a) + Math.abs(b);
            return Double.isInfinite(both)
                    ? 2 * (Math.abs(a / 4 - b / 4) / (Math.abs(a / 4) + Math.abs(b / 4)))
                    : 2 * (Math.abs(a - b) / both);
        }
    };

    static final double SEED000_ADDED = 5e-5;
    static final double SEED002_ADDED = 1e-12;

    private final String jsonKey;
    private final String formula;

    RelativeRule(String jsonKey, String formula) {
        this.jsonKey = jsonKey;
        this.formula = formula;
    }

    abstract double denominator(double a, double b);

    /// Relative error of `a` against the reference `b`; equal values have error 0, two zeros too.
    public double error(double a, double b) {
        return a == b ? 0 : Math.abs(a - b) / denominator(a, b);
    }

    /// The key in the JSON that `assay diff` writes.
    public String jsonKey() {
        return jsonKey;
    }

    /// The denominator, to be printed beside the error.
    public String formula() {
        return formula;
    }
}
