package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;

class PackCommandTest {
    @Test
    void asksForTheEnginesAndAFolder() {
        assertThatThrownBy(() -> pack("--out", "kit"))
                .isInstanceOf(MissingParameterException.class)
                .hasMessageContaining("--engines");
        assertThatThrownBy(() -> pack("--engines", "onnxruntime-cpu"))
                .isInstanceOf(MissingParameterException.class)
                .hasMessageContaining("--out");
    }

    @Test
    void refusesWhatItCannotMake() {
        refused("--target", "windows-x86_64").hasMessageContaining("linux-x86_64");
        refused("--chunk-size", "many").hasMessageContaining("'many' is no size");
    }

    @Test
    void worksFromAnInstalledAssayOnly() {
        refused().hasMessageContaining("./run-all.sh pack");
    }

    private static AbstractThrowableAssert<?, ?> refused(String... more) {
        String[] arguments = new String[4 + more.length];
        arguments[0] = "--engines";
        arguments[1] = "onnxruntime-cpu";
        arguments[2] = "--out";
        arguments[3] = "kit";
        System.arraycopy(more, 0, arguments, 4, more.length);
        return assertThatThrownBy(() -> pack(arguments)).isInstanceOf(AssayException.class);
    }

    private static int pack(String... arguments) {
        return CommandLine.populateCommand(new PackCommand(), arguments).call();
    }
}
