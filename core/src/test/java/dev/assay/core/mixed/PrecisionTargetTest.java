package dev.assay.core.mixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.AssayException;
import dev.assay.core.suite.ToleranceKey;
import org.junit.jupiter.api.Test;

class PrecisionTargetTest {
    @Test
    void readsStatisticsByTheirNamesAndDecibels() {
        assertThat(PrecisionTarget.parse("relL2=1e-3"))
                .returns(ToleranceKey.REL_L2, PrecisionTarget::key)
                .returns(1e-3, PrecisionTarget::most);
        assertThat(PrecisionTarget.parse("p99-abs=0.5").key()).isEqualTo(ToleranceKey.P99_ABS);
        PrecisionTarget sqnr = PrecisionTarget.parse("SQNR=60");
        assertThat(sqnr.key()).isEqualTo(ToleranceKey.REL_L2);
        assertThat(sqnr.most()).isCloseTo(1e-3, within(1e-12));
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> PrecisionTarget.parse("relL2"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("write for example relL2=1e-3");
        assertThatThrownBy(() -> PrecisionTarget.parse("rell=1"))
                .hasMessageContaining("There is no tolerance 'rell'");
        assertThatThrownBy(() -> PrecisionTarget.parse("relL2=-1")).hasMessageContaining("above 0");
        assertThatThrownBy(() -> PrecisionTarget.parse("relL2=x"))
                .hasMessageContaining("no number");
    }
}
