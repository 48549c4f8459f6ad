package dev.assay.core.process;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import org.junit.jupiter.api.Test;

class ReplyTest {
    @Test
    void givesTheValueOrThrowsTheReason() {
        assertThat(new Reply.Done<>("value").orThrow()).isEqualTo("value");
        assertFails(
                        ErrorKind.ENGINE_BUILD,
                        () -> new Reply.Broken<String>(ErrorKind.ENGINE_BUILD, "why").orThrow())
                .withMessage("why");
    }
}
