package dev.assay.core.trace;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import dev.assay.core.trace.TrtexecProfile.Layer;
import dev.assay.core.trace.TrtexecProfile.LayerTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrtexecProfileTest {
    private static final String OF_TRTEXEC =
            """
            [
              { "count" : 2 }
            , { "name" : "conv1 + relu1", "timeMs" : 1.5, "averageMs" : 0.75, "medianMs" : 0.75, \
            "percentage" : 75 }
            , { "name" : "pool", "timeMs" : 0.5, "averageMs" : 0.25, "medianMs" : 0.25, \
            "percentage" : 25 }
            ]
            """;

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("profile.json");
    }

    @Test
    void readsWhatTrtexecWrites() throws IOException {
        Files.writeString(file, OF_TRTEXEC);

        assertThat(TrtexecProfile.read(file))
                .isEqualTo(
                        new TrtexecProfile(
                                2,
                                List.of(
                                        new Layer("conv1 + relu1", 1.5, 0.75, 0.75, 75),
                                        new Layer("pool", 0.5, 0.25, 0.25, 25))));
    }

    @Test
    void sumsUpTheTimesOfEachLayer() {
        TrtexecProfile profile =
                TrtexecProfile.of(
                        3,
                        List.of(
                                new LayerTimes("first", List.of(1f, 4f, 1f)),
                                new LayerTimes("second", List.of(1f, 3f)),
                                new LayerTimes("idle", List.of(0f))));

        assertThat(profile.layers())
                .containsExactly(
                        new Layer("first", 6, 2, 1, 60),
                        new Layer("second", 4, 2, 2, 40),
                        new Layer("idle", 0, 0, 0, 0));
    }

    @Test
    void readsBackWhatItWrites() {
        TrtexecProfile profile =
                new TrtexecProfile(
                        7, List.of(new Layer("a \"quoted\" \\ name\n", 0.1, 0.2, 1 / 3.0, 100)));

        profile.write(file);

        assertThat(TrtexecProfile.read(file)).isEqualTo(profile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "[]", "{}", "null", "[{\"count\":1}, null]"})
    void refusesWhatIsNoSuchFile(String text) throws IOException {
        Files.writeString(file, text);

        assertFails(ErrorKind.DATA, () -> TrtexecProfile.read(file))
                .withMessageContaining(file.toString())
                .withMessageContaining("not what trtexec exports");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"count\" : 0", "\"count\" : 1.5", "\"counts\" : 2"})
    void refusesAFileWithoutItsCount(String count) throws IOException {
        Files.writeString(file, OF_TRTEXEC.replace("\"count\" : 2", count));

        assertFails(ErrorKind.DATA, () -> TrtexecProfile.read(file)).withMessageContaining("count");
    }

    @Test
    void refusesALayerWithoutATime() throws IOException {
        Files.writeString(file, OF_TRTEXEC.replace("\"timeMs\" : 0.5, ", ""));

        assertFails(ErrorKind.DATA, () -> TrtexecProfile.read(file))
                .withMessageContaining("timeMs");
    }

    @Test
    void refusesImpossibleTimes() throws IOException {
        Files.writeString(file, OF_TRTEXEC.replace("\"medianMs\" : 0.25", "\"medianMs\" : -1"));

        assertFails(ErrorKind.DATA, () -> TrtexecProfile.read(file))
                .withMessageContaining("layer 'pool' has impossible times");
    }
}
