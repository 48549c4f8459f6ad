package dev.assay.accuracy.operator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.Erf;

/// The Gaussian error linear unit, `x/2 (1 + erf(x / sqrt(2)))`.
public final class Gelu {
    private static final double UNIT = 0x1p-24;

    private Gelu() {}

    public static OperatorResult of(float[] x) {
        Map<String, OperatorResult.Output> mistakes = new LinkedHashMap<>();
        mistakes.put("the tanh approximation instead of erf", each(x, Gelu::tanh));
        mistakes.put("x sigmoid(1.702 x) instead of erf", each(x, Gelu::sigmoid));
        return new OperatorResult(each(x, Gelu::exact), mistakes);
    }

    private static double exact(double x) {
        return x / 2 * (1 + Erf.value(x / Math.sqrt(2)));
    }

    private static double tanh(double x) {
        return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
    }

    private static double sigmoid(double x) {
        return x / (1 + Math.exp(-1.702 * x));
    }

    private static OperatorResult.Output each(float[] x, DoubleUnaryOperator operator) {
        double[] y = new double[x.length];
        double[] bound = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = operator.applyAsDouble(x[i]);
            // The function to two units in the last place, three products, and no subnormals.
            bound[i] = 8 * UNIT * Math.abs(x[i]) + Float.MIN_NORMAL;
        }
        return new OperatorResult.Output(y, bound);
    }
}
