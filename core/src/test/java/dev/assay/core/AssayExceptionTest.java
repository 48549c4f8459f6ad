package dev.assay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class AssayExceptionTest {
    @Test
    void namesItsKindMessageAndCause() {
        IOException cause = new IOException("disk full");

        assertThat(AssayException.config("bad suite"))
                .hasMessage("bad suite")
                .returns(ErrorKind.CONFIG, AssayException::kind);
        assertThat(AssayException.data("bad file"))
                .hasNoCause()
                .returns(ErrorKind.DATA, AssayException::kind);
        assertThat(AssayException.environment("cannot write", cause))
                .hasCause(cause)
                .returns(ErrorKind.ENVIRONMENT, AssayException::kind);
    }
}
