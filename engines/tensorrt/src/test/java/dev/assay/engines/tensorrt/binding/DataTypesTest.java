package dev.assay.engines.tensorrt.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.ElementType;
import org.bytedeco.tensorrt.global.nvinfer.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class DataTypesTest {
    @ParameterizedTest
    @EnumSource(value = DataType.class, mode = Mode.EXCLUDE, names = "kINT4")
    void translatesThereAndBack(DataType type) {
        ElementType element = DataTypes.toElementType("x", type);

        assertThat(DataTypes.ofElementType("x", element)).isEqualTo(type);
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"FLOAT64", "FLOAT8_E5M2"})
    void namesTheTensorThatTensorRtDoesNotTake(ElementType type) {
        assertThatThrownBy(() -> DataTypes.ofElementType("x", type))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("'x'")
                .hasMessageContaining(type.name());
    }

    @Test
    void refusesFourBitTensors() {
        assertThatThrownBy(() -> DataTypes.toElementType("w", DataType.kINT4))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("INT4");
    }
}
