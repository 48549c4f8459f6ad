package dev.assay.engines.tensorrt.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorRtLibraryTest {
    @Test
    void findsTheLibraryThatIsMapped() {
        assertThat(
                        TensorRtLibrary.pathIn(
                                List.of(
                                        "7f00-7f01 r--p 00000000 08:01 42   /opt/java/libjvm.so",
                                        "7f02-7f03 r--p 00000000 08:01 43   /opt/with space/libnvinfer.so.10.6.0",
                                        "7f04-7f05 r-xp 00000000 08:01 43   /opt/with space/libnvinfer.so.10.6.0")))
                .isEqualTo("/opt/with space/libnvinfer.so.10.6.0");
    }

    @Test
    void doesNotTakeThePluginsForTheLibrary() {
        assertThat(
                        TensorRtLibrary.pathIn(
                                List.of(
                                        "7f02-7f03 r--p 0 08:01 43 /opt/libnvinfer_plugin.so.10",
                                        "7f02-7f03 rw-p 0 00:00 0")))
                .isEqualTo("unknown path");
    }

    @Test
    void saysWhatIsMissingAndWhatToDo() {
        AssayException error =
                TensorRtLibrary.missing(
                        new NoClassDefFoundError("nvinfer") {
                            @Override
                            public synchronized Throwable getCause() {
                                return new UnsatisfiedLinkError(
                                        "no jninvinfer in java.library.path");
                            }
                        });

        assertThat(error.kind()).isEqualTo(ErrorKind.ENVIRONMENT);
        assertThat(error)
                .hasMessageContaining("no jninvinfer in java.library.path")
                .hasMessageContaining("run-all.sh --gpu");
    }
}
