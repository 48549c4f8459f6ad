package dev.assay.engines.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadFailureTest {
    @ParameterizedTest
    @CsvSource({
        "libcuda.so.1, no NVIDIA driver",
        "libnvidia-ml.so.1, NVIDIA_DRIVER_CAPABILITIES",
        "libcudart.so.12, LD_LIBRARY_PATH",
        "libcudart.so.13, LD_LIBRARY_PATH",
        "libcudnn_graph.so.9, LD_LIBRARY_PATH"
    })
    void namesTheLibraryThatIsMissing(String library, String advice) {
        String message = explain(library + ": cannot open shared object file", false);

        assertThat(message).contains(advice).contains(library);
    }

    @Test
    void looksForTheDriverOnceTheJvmOnlySaysThatAClassIsBroken() {
        assertThat(explain("Could not initialize class cudart", true)).contains("no NVIDIA driver");
    }

    @Test
    void withADriverItIsTheJavaLibraries() {
        assertThat(explain("Could not find jnicudart in class, module, and library paths.", false))
                .contains("classifier linux-x86_64");
    }

    @Test
    void isAboutTheMachine() {
        assertThat(LoadFailure.explain(new UnsatisfiedLinkError("x"), _ -> true).kind())
                .isEqualTo(ErrorKind.ENVIRONMENT);
    }

    /// As JavaCPP throws it: the error that says why is the cause of one that does not.
    private static String explain(String reason, boolean noDriver) {
        UnsatisfiedLinkError failure =
                new UnsatisfiedLinkError("no jnicudart in java.library.path: /usr/lib");
        failure.initCause(new UnsatisfiedLinkError(reason));
        return String.valueOf(LoadFailure.explain(failure, _ -> noDriver).getMessage());
    }
}
