package dev.assay.core.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanHeaderTest {
    /// The first 192 bytes of an FP32 plan that TensorRT 10.6.0.26 built on an H100.
    private static final byte[] H100 =
            HexFormat.of()
                    .parseHex(
                            "667472740000000002000000000000003c117901000000000a06001a72747274"
                                    + "4e474e45000000005000000000000000dc131401000000005448475700000000"
                                    + "301414010000000008fd64000000000070747274ef000000c813140100000000"
                                    + "00000000028001000a02800100060280010000028001001ad280010007800100"
                                    + "0000000012800100108001000780010009000000078001000000000007800100"
                                    + "60361e000780010078f627000780010000140000088001000000200300000000");

    @TempDir Path folder;

    @Test
    void readsTheVersionAndTheGpuThatBuiltThePlan() throws IOException {
        PlanHeader header = PlanHeader.read(Files.write(folder.resolve("a.plan"), H100));

        assertThat(header.tensorRt()).contains("10.6.0.26");
        assertThat(header.computeCapability()).contains("9.0");
        assertThat(header.sentence())
                .isEqualTo(
                        "the plan says it was built by TensorRT 10.6.0.26 for compute capability"
                                + " 9.0");
    }

    @Test
    void readsTheVersionWhereTheGpuIsNotAsExpected() {
        byte[] otherVersion = H100.clone();
        otherVersion[25] = 7;
        byte[] otherTag = H100.clone();
        otherTag[102] = 3;

        assertThat(PlanHeader.parse(otherVersion).sentence())
                .isEqualTo("the plan says it was built by TensorRT 10.7.0.26");
        assertThat(PlanHeader.parse(otherTag).computeCapability()).isEmpty();
        assertThat(PlanHeader.parse(Arrays.copyOf(H100, 64)).tensorRt()).contains("10.6.0.26");
    }

    @Test
    void doesNotGuess() throws IOException {
        assertUnreadable(Files.write(folder.resolve("short.plan"), new byte[] {'f', 't'}));
        assertUnreadable(Files.writeString(folder.resolve("text.plan"), "ONNX".repeat(20)));
        assertUnreadable(Files.writeString(folder.resolve("zero.plan"), "ftrt" + "\0".repeat(60)));
        assertUnreadable(folder.resolve("missing.plan"));
    }

    @Test
    void readsNoBytesBeyondTheEnd() {
        for (int length = 0; length <= H100.length; length++) {
            assertThat(PlanHeader.parse(Arrays.copyOf(H100, length))).isNotNull();
        }
    }

    private static void assertUnreadable(Path plan) {
        assertThat(PlanHeader.read(plan).tensorRt()).isEmpty();
        assertThat(PlanHeader.read(plan).computeCapability()).isEmpty();
        assertThat(PlanHeader.read(plan).sentence()).contains("not readable");
    }
}
