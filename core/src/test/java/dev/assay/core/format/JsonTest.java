package dev.assay.core.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class JsonTest {
    record Values(double number, OptionalDouble maybe, Optional<String> text) {}

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.1,
                -0.0,
                Double.MIN_VALUE,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.NaN
            })
    void keepsEveryDouble(double value) {
        Values values = new Values(value, OptionalDouble.of(value), Optional.of("x"));

        assertThat(roundTrip(values)).isEqualTo(values);
    }

    @Test
    void keepsWhatIsAbsent() {
        Values values = new Values(1, OptionalDouble.empty(), Optional.empty());

        assertThat(roundTrip(values)).isEqualTo(values);
    }

    @Test
    void writesRecordsInTheirOrder() {
        Values values = new Values(1.5, OptionalDouble.of(2), Optional.empty());

        assertThat(Json.compact().writeValueAsString(values))
                .isEqualTo("{\"number\":1.5,\"maybe\":2.0,\"text\":null}");
        assertThat(Json.indented().writeValueAsString(values)).contains("\n  \"maybe\" : 2.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"number\":null,\"maybe\":null,\"text\":null}", "{\"number\":"})
    void refusesWhatIsMissing(String json) {
        assertThatThrownBy(() -> Json.compact().readValue(json, Values.class))
                .isInstanceOf(JacksonException.class);
    }

    private static Values roundTrip(Values values) {
        return Json.compact().readValue(Json.compact().writeValueAsString(values), Values.class);
    }
}
