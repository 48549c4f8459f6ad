package dev.assay.core.suite;

import static dev.assay.core.Failures.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.ErrorKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    private static final List<String> KNOWN = List.of("engines", "models", "batches");

    @Test
    void listsProblemsInTheOrderOfTheirLines() {
        Problems problems = new Problems(Path.of("a.yml"));
        problems.add(7, "later");
        problems.add(2, "earlier");
        problems.add(2, "on the same line");

        assertThat(problems.isEmpty()).isFalse();
        assertFails(ErrorKind.CONFIG, problems::throwIfAny)
                .withMessage(
                        "3 problems in a.yml\na.yml:2: earlier\na.yml:2: on the same line\n"
                                + "a.yml:7: later");
    }

    @Test
    void doesNothingWithoutProblems() {
        Problems problems = new Problems(Path.of("a.yml"));

        problems.throwIfAny();

        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void suggestsTheNearestWord() {
        assertThat(Problems.suggestion("engine", KNOWN)).isEqualTo(" (did you mean 'engines'?)");
        assertThat(Problems.suggestion("bacthes", KNOWN)).isEqualTo(" (did you mean 'batches'?)");
    }

    @Test
    void listsTheKnownWordsWhereNoneIsNear() {
        assertThat(Problems.suggestion("precision", KNOWN))
                .isEqualTo(" (known: engines, models, batches)");
    }
}
