package dev.assay.core.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratedRequestTest {
    @Test
    void numbersEveryStreamOfASeedOnce() {
        Set<Long> streams = new HashSet<>();
        int asked = 0;
        for (GeneratedKind kind : GeneratedKind.values()) {
            for (Split split : Split.values()) {
                if (kind.hasSplits() || split == Split.TRAIN) {
                    for (int index : new int[] {0, 1, 999_999}) {
                        streams.add(request(kind, split).stream(index));
                        asked++;
                    }
                }
            }
        }

        assertThat(streams).hasSize(asked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DETECTION|TRAIN|1|63|64|1|1|height of detection is 63, it must be 64 to 16384",
                "PAIRS|TRAIN|1|64|4097|4|1|width of pairs is 4097, it must be 8 to 4096",
                "SPECTRAL|TRAIN|0|64|64|1|1|count of spectral is 0, it must be 1 to 1000000",
                "PAIRS|TRAIN|1|64|64|5|1|scale of pairs is 5, it must be 2, 3 or 4",
                "DETECTION|TRAIN|1|64|64|4|1|detection have no scale",
                "CLIPS|TRAIN|1|64|64|4|6|frames of clips is 6, it must be 5 or 7",
                "PAIRS|TRAIN|1|64|64|4|5|pairs have no frames",
                "SCENES|VALIDATION|1|64|64|1|1|scenes have no split: use another seed instead"
            })
    void refusesWhatCannotBeMade(
            GeneratedKind kind,
            Split split,
            int count,
            int height,
            int width,
            int scale,
            int frames,
            String message) {
        assertThatThrownBy(() ->
                        new GeneratedRequest(kind, 1, split, count, height, width, scale, frames))
                .isInstanceOf(AssayException.class)
                .hasMessage(message);
    }

    private static GeneratedRequest request(GeneratedKind kind, Split split) {
        return new GeneratedRequest(
                kind, 1, split, 1, 64, 64, kind.hasScale() ? 4 : 1, kind.hasFrames() ? 5 : 1);
    }
}
