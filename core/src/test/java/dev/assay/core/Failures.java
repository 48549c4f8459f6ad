package dev.assay.core;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;

/// Assertions on the one exception that Assay throws on purpose.
public final class Failures {
    private Failures() {}

    public static ThrowableAssertAlternative<AssayException> assertFails(
            ErrorKind kind, ThrowingCallable call) {
        return assertThatExceptionOfType(AssayException.class)
                .isThrownBy(call)
                .returns(kind, AssayException::kind);
    }
}
