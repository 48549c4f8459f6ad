package dev.assay.engines.tensorrt.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.run.LayerPrecisions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LayerReportTest {
    private final Map<String, String> settings = new TreeMap<>();

    @Test
    void countsAReport() {
        assertThat(LayerReport.precisions(Optional.of("{\"Layers\": [\"/conv\"]}"), settings))
                .contains(new LayerPrecisions(1, Map.of("UNKNOWN", 1), 0));
        assertThat(settings).isEmpty();
    }

    @Test
    void isNoReportWhereTensorRtGivesNone() {
        assertThat(LayerReport.precisions(Optional.empty(), settings)).isEmpty();
        assertThat(settings).containsEntry("layerReport", "TensorRT gave none");
    }

    @Test
    void isNoReportWhereItCannotBeRead() {
        for (String unreadable : new String[] {"", "Layers:", "{}", "[]", "{\"Layers\": [{"}) {
            settings.clear();

            assertThat(LayerReport.precisions(Optional.of(unreadable), settings))
                    .as(unreadable)
                    .isEmpty();
            assertThat(settings).as(unreadable).containsKey("layerReport");
        }
    }
}
