package dev.assay.engines.tensorrt.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.Precision;
import dev.assay.engines.tensorrt.build.Quantisation.Source;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class QuantisationTest {
    private static final Path MODEL = Path.of("m.onnx");
    private static final Quantisation NONE = new Quantisation(0, false, false);
    private static final Quantisation INT8 = new Quantisation(7, true, false);
    private static final Quantisation FP8 = new Quantisation(7, false, true);

    @Test
    void calibratesOnlyInt8ModelsWithoutNodesOfTheirOwn() {
        assertThat(NONE.sourceFor(Precision.INT8, false, MODEL)).isEqualTo(Source.CALIBRATOR);
        assertThat(INT8.sourceFor(Precision.INT8, false, MODEL)).isEqualTo(Source.QDQ);
        assertThat(FP8.sourceFor(Precision.FP8, false, MODEL)).isEqualTo(Source.QDQ);
        assertThat(NONE.sourceFor(Precision.FP16, false, MODEL)).isEqualTo(Source.NONE);
    }

    @Test
    void leavesAStronglyTypedModelAsItIs() {
        assertThat(FP8.sourceFor(Precision.FP16, true, MODEL)).isEqualTo(Source.QDQ);
        assertThat(NONE.sourceFor(Precision.INT8, true, MODEL)).isEqualTo(Source.NONE);
    }

    @Test
    void skipsFp8WithoutFp8Nodes() {
        String message = "m.onnx has no FP8 Q/DQ nodes";

        assertFails(NONE, Precision.FP8, ErrorKind.UNSUPPORTED, message);
        assertFails(INT8, Precision.FP8, ErrorKind.UNSUPPORTED, message);
    }

    @Test
    void refusesInt8FromAnFp8Model() {
        assertFails(FP8, Precision.INT8, ErrorKind.ENGINE_BUILD, "none of INT8");
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            mode = Mode.EXCLUDE,
            names = {"INT8", "FP8"})
    void refusesToCallAQuantisedModelByAnotherPrecision(Precision precision) {
        assertFails(
                INT8, precision, ErrorKind.ENGINE_BUILD, "cannot be built as " + precision.slug());
    }

    private static void assertFails(
            Quantisation quantisation, Precision precision, ErrorKind kind, String message) {
        assertThatThrownBy(() -> quantisation.sourceFor(precision, false, MODEL))
                .isInstanceOfSatisfying(
                        AssayException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }
}
