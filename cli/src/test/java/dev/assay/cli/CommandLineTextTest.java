package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandLineTextTest {
    @Test
    void isWhatAPersonWouldTypeAgain() {
        String[] arguments = {
            "-cp", "lib/*", "dev.assay.cli.Main", "run", "--cases", "**/b1/**", "--suite", "a.yml"
        };

        assertThat(CommandLineText.afterMain(arguments))
                .isEqualTo("./run-all.sh run --cases '**/b1/**' --suite a.yml");
    }

    @Test
    void quotesQuotes() {
        assertThat(CommandLineText.afterMain(new String[] {"dev.assay.cli.Main", "it's"}))
                .isEqualTo("./run-all.sh 'it'\\''s'");
    }
}
