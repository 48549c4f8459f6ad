package dev.assay.engines.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.junit.jupiter.api.Test;

class SlowedLaunchTest {
    @Test
    void theDriverFindsTheArgumentThroughAnArrayOfOnePointer() {
        try (LongPointer value = new LongPointer(1).put(7_000_000_000L);
                PointerPointer<?> arguments = SlowedLaunch.Slowed.argument(value)) {
            assertThat(new LongPointer(arguments.get(0)).get()).isEqualTo(7_000_000_000L);
        }
    }
}
