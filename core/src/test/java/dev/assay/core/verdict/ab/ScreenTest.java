package dev.assay.core.verdict.ab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.verdict.ab.Screen.History;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final List<Double> A = List.of(1.00, 1.005, 0.995);
    private static final List<Double> NOISY = List.of(0.98, 1.03, 1.09);

    @Test
    void suspectsASizeableChangeOfQuietForks() {
        assertThat(suspects(A, List.of(1.03, 1.035, 1.025), Optional.empty())).isTrue();
        assertThat(suspects(List.of(1.03, 1.035, 1.025), A, Optional.empty())).isTrue();
    }

    @Test
    void letsChangesOfLessThanTwoPercentPass() {
        assertThat(suspects(A, List.of(1.015, 1.02, 1.01), Optional.empty())).isFalse();
    }

    @Test
    void doesNotTakeNoiseForAChange() {
        assertThat(suspects(A, NOISY, Optional.empty())).isFalse();
    }

    @Test
    void believesAQuietHistoryMoreThanTwoLoudForks() {
        assertThat(suspects(A, NOISY, Optional.of(new History(1e-5, 200)))).isTrue();
    }

    @Test
    void believesALoudHistoryMoreThanForksThatHappenToAgree() {
        List<Double> b = List.of(1.025, 1.03, 1.02);

        assertThat(suspects(A, b, Optional.empty())).isTrue();
        assertThat(suspects(A, b, Optional.of(new History(0.0025, 40)))).isFalse();
    }

    @Test
    void suspectsEverySizeableChangeWhereThereIsNoSpread() {
        assertThat(suspects(List.of(1.0), List.of(1.03), Optional.empty())).isTrue();
        assertThat(suspects(List.of(1.0), List.of(1.01), Optional.empty())).isFalse();
        assertThat(suspects(List.of(1.0), List.of(1.05), Optional.of(new History(0.01, 20))))
                .isFalse();
    }

    @Test
    void refusesAHistoryOfNothing() {
        assertThatThrownBy(() -> new History(1e-4, 0)).isInstanceOf(AssayException.class);
        assertThatThrownBy(() -> new Screen(0, 0.5)).isInstanceOf(AssayException.class);
    }

    private static boolean suspects(List<Double> a, List<Double> b, Optional<History> history) {
        return Screen.DEFAULTS.suspects(new Sides(a, b, 0.03, 0), history);
    }
}
