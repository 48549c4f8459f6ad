package dev.assay.core.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLabTest {
    @TempDir Path folder;

    @Test
    void measuresAllProcessesByTheFastestCopy() throws IOException {
        Path ours =
                file("ours", line("copy", "kernel", 1.0, 1), line("layer-norm", "warp", 1.0, 1));
        Path theirs =
                file(
                        "theirs",
                        line("copy", "memcpy", 1.25, 1),
                        line("layer-norm", "torch.compile", 1.0, 1.25));

        KernelLab lab = KernelLab.read(List.of(ours, theirs));

        assertThat(lab.copyBytesPerSecond()).hasValueCloseTo(1e9, within(1.0));
        assertThat(lab.rows()).extracting(KernelRow::ofCopy).containsExactly(1.0, 1.0);
    }

    @Test
    void comparesASecondCopyWithTheFirstByTheSameWay() throws IOException {
        Path ours =
                file(
                        "ours",
                        line("copy", "kernel", 1.25, 0.8),
                        line("copy", "kernel-short", 1.0, 1),
                        line("gelu-erf", "short", 1.0, 1),
                        line("copy", "kernel", 1.25, 0.8),
                        line("copy", "kernel-short", 1.0 / 1.02, 1.02));

        KernelLab lab = KernelLab.read(List.of(ours));

        assertThat(lab.copyAgain()).hasValueCloseTo(0.02, within(1e-9));
    }

    @Test
    void keepsTheSharesOfLinesWithoutACopy() throws IOException {
        KernelLab lab = KernelLab.read(List.of(file("ours", line("gelu-erf", "short", 2.0, 0.5))));

        assertThat(lab.copyBytesPerSecond()).isEmpty();
        assertThat(lab.rows()).extracting(KernelRow::ofCopy).containsExactly(0.5);
    }

    /// 1 GB each.
    private static String line(String kernel, String variant, double seconds, double ofCopy) {
        return String.format(
                Locale.ROOT,
                """
                {"schema":"assay.kernel/1","kernel":"%s","variant":"%s","element":"fp32","shape":[4],"cache":"cold","medianSeconds":%5$s,"q1Seconds":%5$s,"q3Seconds":%5$s,"bytes":%3$d,"ofCopy":%4$s}
                """,
                kernel,
                variant,
                1_000_000_000,
                ofCopy,
                seconds);
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "{\"schema\":\"assay.kernel/1\",\"gpu\":\"a GPU\",\"l2Bytes\":1}\n"
                        + String.join("", lines));
    }
}
