package dev.assay.core.history;

import dev.assay.core.AssayException;
import java.util.List;

/// How much one session of unchanged code differs from the next, of logarithms of seconds.
///
/// From the differences of neighbours, `s² = Σ (m_{i+1} - m_i)² / (2 (n-1))` (J. von Neumann, *The
/// mean square successive difference*, 1941), so that a step of long ago does not pass for noise.
/// Its degrees of freedom are two thirds of the differences, which is its efficiency for normal
/// noise.
///
/// @param deviation standard deviation of a session's level
public record SessionSpread(double deviation, double degreesOfFreedom) {
    /// Fewer sessions tell too little of how sessions differ.
    public static final int FEWEST = 8;

    /// @param levels one a session, oldest first, at least {@link #FEWEST}
    public static SessionSpread of(List<Double> levels) {
        if (levels.size() < FEWEST) {
            throw AssayException.data(
                    "%s sessions do not tell how sessions differ: %s are needed"
                            .formatted(levels.size(), FEWEST));
        }
        double squares = 0;
        for (int i = 1; i < levels.size(); i++) {
            double step = levels.get(i) - levels.get(i - 1);
            squares += step * step;
        }
        int steps = levels.size() - 1;
        return new SessionSpread(Math.sqrt(squares / (2 * steps)), 2 * steps / 3.0);
    }

    /// Standard error of the difference of two sessions.
    public double ofDifference() {
        return deviation * Math.sqrt(2);
    }
}
