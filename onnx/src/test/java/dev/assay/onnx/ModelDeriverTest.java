package dev.assay.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.calibration.CalibrationRows;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.suite.ModelDerivation;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.onnx.graph.ModelHash;
import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.quantize.QuantizationFile;
import dev.assay.onnx.quantize.RangeRule;
import dev.assay.onnx.quantize.Scheme;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDeriverTest {
    private static final Path MODEL = Goldens.file("fp32");

    @TempDir Path folder;
    private Path cache = Path.of("");
    private Path scored = Path.of("");

    @BeforeEach
    void write() {
        cache = folder.resolve("cache");
        scored = rows("scored", 0.5f, 1, -1, 0.25f);
    }

    @Test
    void makesTheQuantisedModelAndSaysFromWhat() {
        DerivedModel made = derive(ranges(ModelHash.of(MODEL)), Optional.empty());

        assertThat(OnnxFile.read(made.file())).isEqualTo(Goldens.model("int8"));
        assertThat(made.facts())
                .containsEntry("derivedFromSha256", ModelHash.of(MODEL))
                .containsEntry("quantised", "INT8")
                .containsEntry("quantisedNodes", "5")
                .containsEntry("rangesBy", "largest-magnitude")
                .containsEntry("calibrationRows", "2");
    }

    @Test
    void rewritesTheRestTo16BitsWhereAskedTo() {
        DerivedModel made = derive(ranges(ModelHash.of(MODEL)), Optional.of(Precision.FP16));

        assertThat(OnnxFile.read(made.file())).isEqualTo(Goldens.model("int8-fp16"));
        assertThat(made.facts())
                .containsEntry("storage", "FP16")
                .containsEntry("nodesKeptInFp32", "4");
    }

    @Test
    void findsWhatItMadeBefore() throws IOException {
        Path ranges = ranges(ModelHash.of(MODEL));
        DerivedModel made = derive(ranges, Optional.empty());
        Files.setLastModifiedTime(made.file(), FileTime.fromMillis(0));

        assertThat(derive(ranges, Optional.empty())).isEqualTo(made);
        assertThat(Files.getLastModifiedTime(made.file()).toMillis()).isZero();
    }

    @Test
    void makesADamagedFileAgain() throws IOException {
        Path ranges = ranges(ModelHash.of(MODEL));
        DerivedModel made = derive(ranges, Optional.empty());
        Files.writeString(made.file(), "half of a model");

        assertThat(OnnxFile.read(derive(ranges, Optional.empty()).file()))
                .isEqualTo(Goldens.model("int8"));
    }

    @Test
    void keepsOneFileForEachRecipe() throws IOException {
        derive(Optional.empty(), Optional.of(Precision.FP16), List.of());
        derive(Optional.empty(), Optional.of(Precision.FP16), List.of("head"));
        derive(Optional.empty(), Optional.of(Precision.BF16), List.of());

        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files.filter(it -> it.toString().endsWith(".onnx"))).hasSize(3);
        }
    }

    @Test
    void refusesRangesOfAnotherModel() {
        assertThatThrownBy(() -> derive(ranges("0".repeat(64)), Optional.empty()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("another model");
    }

    /// Also where the file was made before: the inputs may be others now.
    @Test
    void refusesToBeScoredOnRowsOfTheCalibration() {
        Path ranges = ranges(ModelHash.of(MODEL));
        derive(ranges, Optional.empty());
        scored = rows("others", 0.75f, 0.5f, -0.5f, 1);

        assertThatThrownBy(() -> derive(ranges, Optional.empty()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("calibration.safetensors: row 1 is row 0 of the inputs");
    }

    @Test
    void refusesToBeScoredOnAnotherRange() {
        Path ranges = ranges(ModelHash.of(MODEL));
        scored = rows("bytes", 255, 0, 0, 0);

        assertThatThrownBy(() -> derive(ranges, Optional.empty()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("'input' reaches 1.000 from zero, the inputs 255");
    }

    private DerivedModel derive(Path ranges, Optional<Precision> storage) {
        return derive(Optional.of(ranges), storage, List.of());
    }

    private DerivedModel derive(
            Optional<Path> ranges, Optional<Precision> storage, List<String> keep) {
        return new ModelDeriver(cache)
                .derive(MODEL, new ModelDerivation(ranges, storage, keep), scored);
    }

    /// Calibrated with the rows (-1, 0.5) and (0.75, 0.5).
    private Path ranges(String modelSha256) {
        Path calibration = rows("calibration", -1, 0.5f, 0.75f, 0.5f);
        QuantizationFile golden =
                Goldens.ranges(
                        Scheme.INT8, modelSha256, List.of("stem", "block", "head", "mix", "sum"));
        Path file = folder.resolve("int8.json");
        try (Arena arena = Arena.ofConfined()) {
            new QuantizationFile(
                            golden.schema(),
                            golden.scheme(),
                            RangeRule.LARGEST_MAGNITUDE,
                            golden.weights(),
                            golden.model(),
                            QuantizationFile.Calibration.of(
                                    calibration, CalibrationRows.read(calibration, arena)),
                            golden.nodes(),
                            golden.ranges(),
                            golden.madeBy())
                    .write(file);
        }
        return file;
    }

    /// Two rows of two values.
    private Path rows(String name, float... values) {
        Path file = folder.resolve(name + ".safetensors");
        try (Arena arena = Arena.ofConfined()) {
            TensorSpec spec = new TensorSpec("input", ElementType.FLOAT32, Shape.of(2, 2));
            SafetensorsFile.write(
                    file,
                    List.of(
                            new TensorData(
                                    spec, arena.allocateFrom(ValueLayout.JAVA_FLOAT, values))));
        }
        return file;
    }
}
