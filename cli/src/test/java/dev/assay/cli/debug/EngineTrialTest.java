package dev.assay.cli.debug;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import org.junit.jupiter.api.Test;

class EngineTrialTest {
    @Test
    void blamesNodesForWhatIsNotBuiltAndNotForAMissingDriver() {
        assertThat(failure(ErrorKind.ENGINE_BUILD, true).isOfNodes()).isTrue();
        assertThat(failure(ErrorKind.ENVIRONMENT, true).isOfNodes()).isFalse();
        assertThat(failure(ErrorKind.INFERENCE, false).isOfNodes()).isFalse();
    }

    private static EngineTrial.Failure failure(ErrorKind error, boolean building) {
        return new EngineTrial.Failure(error, building, "for a reason");
    }
}
