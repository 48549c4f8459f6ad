package dev.assay.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineIdentityTest {
    @Test
    void sortsAndCopiesItsSettings() {
        Map<String, String> settings = new HashMap<>(Map.of("z", "1", "a", "2", "m", "3"));
        EngineIdentity engine = new EngineIdentity("Replay", "1", "aa", "bb", settings);

        settings.clear();

        assertThat(engine.settings().keySet()).containsExactly("a", "m", "z");
    }
}
