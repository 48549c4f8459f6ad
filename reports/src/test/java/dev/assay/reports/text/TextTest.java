package dev.assay.reports.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    @ParameterizedTest
    @CsvSource({
        "0.0123,0.0123",
        "86.44,86.4",
        "1234.4,1234",
        "5,5.00",
        "0,0",
        "99.96,100",
        "-2.5,-2.50"
    })
    void keepsThreeSignificantDigits(double value, String text) {
        assertThat(Numbers.significant(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1.236e-6,1.24e-6", "0,0", "3.1e-12,3.10e-12", "1,1.00e0", "250,2.50e2", "NaN,NaN"})
    void writesErrorsScientifically(double value, String text) {
        assertThat(Numbers.scientific(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"5e-6,5e-6", "2.5e-3,2.5e-3", "1e-10,1e-10"})
    void writesLimitsAsTheSuiteDoes(double value, String text) {
        assertThat(Numbers.limit(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1.5,1.50 s", "0.0864,86.4 ms", "4.1e-4,410 µs", "2e-8,20.0 ns", "0,0 s"})
    void choosesTheUnitOfATime(double seconds, String text) {
        assertThat(Numbers.duration(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.0005,+0.05 %", "0.306,+30.6 %", "-0.02,−2.0 %", "1.5,+150 %", "0,0.00 %"})
    void signsChanges(double share, String text) {
        assertThat(Numbers.change(share)).isEqualTo(text);
    }

    @Test
    void givesATableOneUnitWithEnoughDecimalsForItsShortestTime() {
        TimeScale scale = TimeScale.of(List.of(0.00123, 0.4567));
        assertThat(scale.heading("Median")).isEqualTo("Median, ms");
        assertThat(scale.format(0.00123)).isEqualTo("1.23");
        assertThat(scale.format(0.4567)).isEqualTo("456.70");
    }

    @Test
    void letsEveryTimeNameItsUnitWhereTheyAreTooFarApart() {
        TimeScale scale = TimeScale.of(List.of(2e-6, 0.8));
        assertThat(scale.heading("Median")).isEqualTo("Median");
        assertThat(scale.format(2e-6)).isEqualTo("2.00 µs");
        assertThat(scale.format(0.8)).isEqualTo("800 ms");
    }

    @Test
    void wrapsAndBreaksWordsThatAreTooLong() {
        assertThat(TerminalText.wrap("one two abcdefghij", 7))
                .containsExactly("one two", "abcdefg", "hij");
    }

    @Test
    void leavesWordsWholeThatHaveToBeCopied() {
        assertThat(TerminalText.wrapWords("there is no /a/long/path of it", 8))
                .containsExactly("there is", "no", "/a/long/path", "of it");
    }

    @Test
    void linksFilesByEncodedRelativePaths() {
        assertThat(Escape.link(Path.of("/a/report"), Path.of("/a/samples/x y#1/b.f32")))
                .isEqualTo("../samples/x%20y%231/b.f32");
    }

    @Test
    void quotesShellWords() {
        assertThat(Escape.shell("runs/a-1")).isEqualTo("runs/a-1");
        assertThat(Escape.shell("it's; rm")).isEqualTo("'it'\\''s; rm'");
    }

    @Test
    void findsCommandsBetweenBackticks() {
        assertThat(Prose.parts("run `a b` or `c"))
                .containsExactly(
                        new Prose.Part("run ", false),
                        new Prose.Part("a b", true),
                        new Prose.Part(" or `c", false));
    }

    @Test
    void statesLimitsWithoutZerosThatSayNothing() {
        assertThat(Numbers.plainLimit(0.4)).isEqualTo("0.4");
        assertThat(Numbers.plainLimit(1)).isEqualTo("1");
        assertThat(Numbers.plainLimit(10)).isEqualTo("10");
    }

    @Test
    void marksCellsOfATableThatFail() {
        DataTable table = new DataTable("t", List.of("a", "b", "c"), 2, List.of());
        assertThat(table.style(1, "✗ 3 > 2")).isEqualTo("fail");
        assertThat(table.style(2, "✗ 3 > 2")).isEqualTo("n fail");
        assertThat(table.style(2, "✓ 2")).isEqualTo("n");
        assertThat(table.style(1, "2")).isEmpty();
    }
}
