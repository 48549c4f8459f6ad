package dev.assay.core.trace;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.ErrorKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrtexecTimesTest {
    /// Laid out as trtexec does, separators before the entries and six digits.
    private static final String OF_TRTEXEC =
            """
            [
              { "startEnqMs" : 210.512, "endEnqMs" : 210.6, "startH2dMs" : 210.418, \
            "endH2dMs" : 210.502, "startComputeMs" : 210.505, "endComputeMs" : 211.746, \
            "startD2hMs" : 211.747, "endD2hMs" : 211.755, "h2dMs" : 0.0842285, \
            "computeMs" : 1.24109, "d2hMs" : 0.00756836, "latencyMs" : 1.33289 }
            , { "startEnqMs" : 1e+06, "endEnqMs" : 1e+06, "startH2dMs" : 1e+06, \
            "endH2dMs" : 1e+06, "startComputeMs" : 1e+06, "endComputeMs" : 1e+06, \
            "startD2hMs" : 1e+06, "endD2hMs" : 1e+06, "h2dMs" : 0, "computeMs" : 1.25, \
            "d2hMs" : 0, "latencyMs" : 1.25 }
            ]
            """;

    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void file() {
        file = folder.resolve("times.json");
    }

    @Test
    void readsWhatTrtexecWrites() throws IOException {
        Files.writeString(file, OF_TRTEXEC);

        List<QueryTrace> traces = TrtexecTimes.read(file);

        assertThat(traces).hasSize(2);
        QueryTrace first = traces.getFirst();
        assertThat(first.compute()).isCloseTo(0.00124109, within(1e-15));
        assertThat(first.enqueue()).isCloseTo(0.000088, within(1e-12));
        assertThat(first.latency()).isCloseTo(0.00133289, within(1e-8));
        assertThat(first.hostStart()).isNaN();
        assertThat(traces.getLast().computeStart()).isEqualTo(1000);
    }

    @Test
    void readsBackWhatItWrites() {
        List<QueryTrace> traces = Traces.withTransfers(5.25, 0.003, 1234.567891);

        TrtexecTimes.write(file, traces);

        assertThat(TrtexecTimes.read(file))
                .usingRecursiveComparison()
                .ignoringFields("hostStart", "hostEnd")
                .withComparatorForType((a, b) -> Math.abs(a - b) < 2e-9 ? 0 : 1, Double.class)
                .isEqualTo(traces);
    }

    @Test
    void writesTrtexecsKeysInItsOrder() throws IOException {
        TrtexecTimes.write(file, Traces.withTransfers(5));

        assertThat(Files.readString(file))
                .isEqualTo(
                        """
                        [
                          {"startEnqMs":100.1,"endEnqMs":100.6,"startH2dMs":100.0,\
                        "endH2dMs":101.0,"startComputeMs":101.5,"endComputeMs":106.5,\
                        "startD2hMs":107.0,"endD2hMs":109.0,"h2dMs":1.0,"computeMs":5.0,\
                        "d2hMs":2.0,"latencyMs":8.0}
                        ]
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[]",
                "[null]",
                "{}",
                "[{\"startEnqMs\" : 1}]",
                "[1, 2]",
                "[ { \"count\" : 10 } ]",
                "null"
            })
    void refusesWhatIsNoSuchFile(String text) throws IOException {
        Files.writeString(file, text);

        assertFails(ErrorKind.DATA, () -> TrtexecTimes.read(file))
                .withMessageContaining(file.toString())
                .withMessageContaining("not what trtexec exports");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"latencyMs\" : 13.3289",
                "\"computeMs\" : -1.24109",
                "\"endEnqMs\" : 210.5",
                "\"startComputeMs\" : \"NaN\""
            })
    void refusesTimesThatContradictEachOther(String forged) throws IOException {
        String key = forged.substring(0, forged.indexOf(':'));
        Files.writeString(file, OF_TRTEXEC.replaceFirst(Pattern.quote(key) + ": [0-9.]+", forged));

        assertFails(ErrorKind.DATA, () -> TrtexecTimes.read(file))
                .withMessageContaining("query 1 contradict");
    }

    @Test
    void refusesAFileCutShort() throws IOException {
        TrtexecTimes.write(file, Traces.withTransfers(5, 6, 7));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertFails(ErrorKind.DATA, () -> TrtexecTimes.read(file))
                .withMessageContaining("not what trtexec exports");
    }

    @Test
    void namesAMissingFile() {
        assertFails(ErrorKind.CONFIG, () -> TrtexecTimes.read(file))
                .withMessageContaining("There is no file");
    }
}
