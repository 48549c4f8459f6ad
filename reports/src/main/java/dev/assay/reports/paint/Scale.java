package dev.assay.reports.paint;

import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Places values on an axis and says where its labels go.
///
/// @param logarithmic whether positions are decimal logarithms
/// @param low position of the axis' lower end
/// @param high position of its upper end
public record Scale(boolean logarithmic, double low, double high, List<Tick> ticks) {
    private static final double LINEAR_UP_TO = 20;
    private static final double HEADROOM = 1.06;
    private static final int STEPS = 6;
    private static final List<Integer> ROUND = List.of(1, 2, 5, 10);
    private static final List<Double> ROUND_DECIBELS = List.of(5.0, 10.0, 20.0, 50.0);

    /// A label and its position.
    public record Tick(double position, String label) {}

    public Scale {
        ticks = List.copyOf(ticks);
    }

    /// Linear from zero while small values stay readable, else logarithmic.
    public static Scale of(Collection<Double> values) {
        return of(values, LINEAR_UP_TO);
    }

    /// @param linearUpTo times the smallest value, beyond which it is logarithmic
    public static Scale of(Collection<Double> values, double linearUpTo) {
        double min = values.stream().filter(it -> it > 0).min(Double::compare).orElse(1.0);
        double max = values.stream().max(Double::compare).orElse(1.0);
        return max / min > linearUpTo ? logarithmic(min, max) : linear(max);
    }

    private static Scale linear(double max) {
        double top = max > 0 ? max * HEADROOM : 1;
        double rough = top / STEPS;
        double decade = Math.pow(10, Math.floor(Math.log10(rough)));
        double step =
                decade
                        * ROUND.stream()
                                .filter(it -> it * decade >= rough * (1 - 1e-9))
                                .findFirst()
                                .orElse(10);
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i * step <= top; i++) {
            ticks.add(new Tick(i * step, Numbers.fixed(i * step, decimals)));
        }
        return new Scale(false, 0, top, ticks);
    }

    /// Labels at 1, 2 and 5 of every decade, at decades alone where there are more than three.
    private static Scale logarithmic(double min, double max) {
        double low = Math.log10(min) - 0.1;
        double high = Math.log10(max) + 0.1;
        List<Integer> multiples = high - low > 3 ? List.of(1) : List.of(1, 2, 5);
        List<Tick> ticks = new ArrayList<>();
        for (int decade = (int) Math.floor(low); decade <= high; decade++) {
            for (int multiple : multiples) {
                double value = multiple * Math.pow(10, decade);
                double position = Math.log10(value);
                if (position >= low && position <= high) {
                    ticks.add(new Tick(position, label(value)));
                }
            }
        }
        return new Scale(true, low, high, ticks);
    }

    /// Whole decades around errors, which are best read as powers of ten.
    public static Scale decades(Collection<Double> values) {
        double min = values.stream().filter(it -> it > 0).min(Double::compare).orElse(1e-7);
        double max = values.stream().filter(it -> it > 0).max(Double::compare).orElse(1e-6);
        double low = Math.floor(Math.log10(min) - 0.05);
        double high = Math.ceil(Math.log10(max) + 0.05);
        int every = Math.max(1, (int) Math.ceil((high - low) / 9));
        List<Tick> ticks = new ArrayList<>();
        for (double decade = low; decade <= high; decade += every) {
            ticks.add(new Tick(decade, decade == 0 ? "1" : "1e" + (int) decade));
        }
        return new Scale(true, low, high, ticks);
    }

    /// Decibels, linear between round numbers; infinite ones get a line of their own at the top.
    public static Scale decibels(Collection<Double> values) {
        List<Double> finite = values.stream().filter(Double::isFinite).toList();
        double min = finite.stream().min(Double::compare).orElse(0.0);
        double max = finite.stream().max(Double::compare).orElse(min);
        double step =
                ROUND_DECIBELS.stream()
                        .filter(it -> (max - min) / it <= STEPS)
                        .findFirst()
                        .orElse(100.0);
        double low = Math.floor(min / step - 0.2) * step;
        double high = Math.ceil(max / step + 0.2) * step;
        List<Tick> ticks = new ArrayList<>();
        for (double tick = low; tick <= high; tick += step) {
            ticks.add(new Tick(tick, Numbers.fixed(tick, 0)));
        }
        if (finite.size() < values.size()) {
            ticks.add(new Tick(high + step, "equal"));
            return new Scale(false, low, high + 1.4 * step, ticks);
        }
        return new Scale(false, low, high, ticks);
    }

    /// A line for each label, the first one on top.
    public static Scale rows(List<String> labels) {
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            ticks.add(new Tick(labels.size() - 1.0 - i, labels.get(i)));
        }
        return new Scale(false, -0.6, labels.size() - 0.4, ticks);
    }

    private static String label(double value) {
        return value >= 1e-3
                ? Numbers.significant(value)
                        .replaceAll("(\\.\\d*?)0+$", "$1")
                        .replaceAll("\\.$", "")
                : Numbers.scientific(value);
    }

    public double position(double value) {
        return logarithmic ? Math.log10(value) : value;
    }

    public Scale withHigh(double position) {
        return new Scale(logarithmic, low, position, ticks);
    }

    public Scale withLow(double position) {
        return new Scale(logarithmic, position, high, ticks);
    }
}
