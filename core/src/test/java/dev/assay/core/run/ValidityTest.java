package dev.assay.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ValidityTest {
    @Test
    void isValidWithoutReasonsAgainst() {
        assertThat(Validity.of(List.of()).valid()).isTrue();
        assertThat(Validity.of(List.of("drifts")).valid()).isFalse();
        assertThat(Validity.of(List.of("drifts")).reasons()).containsExactly("drifts");
    }
}
