package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.verdict.Exit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GenerateCommandTest {
    @TempDir Path folder;

    private final StringWriter errors = new StringWriter();

    @Test
    void makesADetectionSetOnceAndItsTensorsWhenAsked() throws Exception {
        Path out = folder.resolve("set");
        Path tensors = folder.resolve("set.safetensors");

        assertThat(detection("1", out)).isEqualTo(Exit.CLEAN);
        Object made = Files.getLastModifiedTime(out.resolve("instances.json"));
        assertThat(detection("1", out, "--tensors", tensors.toString())).isEqualTo(Exit.CLEAN);

        assertThat(Files.getLastModifiedTime(out.resolve("instances.json"))).isEqualTo(made);
        assertThat(tensors).isNotEmptyFile();
    }

    @Test
    void keepsAFolderWithOtherData() {
        Path out = folder.resolve("set");
        detection("1", out);

        assertThat(detection("2", out)).isEqualTo(Exit.USAGE);
        assertThat(errors.toString())
                .contains("holds other generated data: delete it or give another --out");
    }

    @Test
    void namesWhatIsWrongWithARequest() {
        assertThat(run("pairs", "--seed=1", "--count=1", "--height=8", "--width=4", "--out=f"))
                .isEqualTo(Exit.USAGE);
        assertThat(errors.toString()).contains("width of pairs is 4, it must be 8 to 4096");
        assertThat(detection("1", folder.resolve("set"), "--split", "test")).isEqualTo(Exit.USAGE);
        assertThat(errors.toString()).contains("--split").contains("validation");
        assertThat(detection("1", folder.resolve("set"), "--threads", "0")).isEqualTo(Exit.USAGE);
        assertThat(errors.toString()).contains("threads is 0, it must be 1 to 1024");
        assertThat(folder).isEmptyDirectory();
    }

    private int detection(String seed, Path out, String... more) {
        String[] words = new String[6 + more.length];
        System.arraycopy(
                new String[] {
                    "detection",
                    "--seed=" + seed,
                    "--count=2",
                    "--height=64",
                    "--width=80",
                    "--out=" + out
                },
                0,
                words,
                0,
                6);
        System.arraycopy(more, 0, words, 6, more.length);
        return run(words);
    }

    private int run(String... words) {
        CommandLine line = Main.commandLine().setErr(new PrintWriter(errors, true));
        String[] all = new String[words.length + 1];
        all[0] = "generate";
        System.arraycopy(words, 0, all, 1, words.length);
        return line.execute(all);
    }
}
