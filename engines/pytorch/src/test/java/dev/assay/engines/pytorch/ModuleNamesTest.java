package dev.assay.engines.pytorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Modules of reference-data/tools/tiny_modules.py: `forward(scale, image)` returns image * scale
/// and image - scale.
class ModuleNamesTest {
    private final PyTorchProvider provider = new PyTorchProvider();

    @Test
    void findsInputsByTheNamesOfTheModulesParameters() {
        for (List<String> order : List.of(List.of("image", "scale"), List.of("scale", "image"))) {
            assertThat(run("pair.pt", order, Map.of()))
                    .isEqualTo(Map.of("output", List.of(6f, 9f), "output1", List.of(-1f, 0f)));
        }
    }

    @Test
    void callsTheElementsOfATupleWhatTheSuiteCallsThem() {
        assertThat(run("pair.pt", List.of("image", "scale"), Map.of("outputs", "logits,boxes")))
                .isEqualTo(Map.of("logits", List.of(6f, 9f), "boxes", List.of(-1f, 0f)));
    }

    @Test
    void takesTheNamesThatADictionaryBrings() {
        assertThat(run("dictionary.pt", List.of("image", "scale"), Map.of()))
                .isEqualTo(Map.of("product", List.of(6f, 9f), "difference", List.of(-1f, 0f)));
    }

    @Test
    void refusesInputsThatItCannotTellApart() {
        assertThatThrownBy(() -> run("pair.pt", List.of("image", "factor"), Map.of()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("forward takes [scale, image]")
                .hasMessageContaining("[image, factor]");
    }

    @Test
    void refusesNamesOfAnotherNumberOfOutputs() {
        assertThatThrownBy(
                        () -> run("pair.pt", List.of("image", "scale"), Map.of("outputs", "a,b,c")))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("returns 2 tensors")
                .hasMessageContaining("names 3: [a, b, c]");
    }

    @Test
    void refusesResultsThatAreNoTensors() {
        assertThatThrownBy(() -> run("texts.pt", List.of("image"), Map.of()))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("neither a tensor nor a tuple or dictionary of tensors");
    }

    /// Runs twice, as a benchmark would: images are [2, 3], scales [3].
    private Map<String, List<Float>> run(
            String module, List<String> inputs, Map<String, String> options) {
        Map<String, Float> values = Map.of("image", 2f, "scale", 3f, "factor", 3f);
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(provider.prepare(request(module, options), CACHE));
                Session session = engine.openSession();
                Query query = session.bind(filled(inputs, values, arena))) {
            query.run();
            query.run();
            Map<String, List<Float>> outputs = new TreeMap<>();
            for (TensorData output : query.outputs()) {
                outputs.put(
                        output.name(),
                        List.of(
                                output.segment().getAtIndex(ValueLayout.JAVA_FLOAT, 0),
                                output.segment().getAtIndex(ValueLayout.JAVA_FLOAT, 1)));
            }
            return outputs;
        }
    }

    private static final EngineCache CACHE = new EngineCache(Path.of("target", "cache"));

    /// The first element holds the value, the second one more.
    private static Map<String, TensorData> filled(
            List<String> names, Map<String, Float> values, Arena arena) {
        Map<String, TensorData> inputs = new LinkedHashMap<>();
        for (String name : names) {
            TensorSpec spec = new TensorSpec(name, ElementType.FLOAT32, Shape.of(1, 2));
            TensorData input = TensorData.allocate(spec, arena);
            float value = values.getOrDefault(name, 0f);
            input.segment().setAtIndex(ValueLayout.JAVA_FLOAT, 0, value);
            boolean grows = name.equals("image");
            input.segment().setAtIndex(ValueLayout.JAVA_FLOAT, 1, grows ? value + 1 : value);
            inputs.put(name, input);
        }
        return inputs;
    }

    private static EngineRequest request(String module, Map<String, String> options) {
        Map<String, String> all = new TreeMap<>(options);
        all.put("threads", "2");
        return new EngineRequest(
                "pytorch",
                Path.of("src/test/resources", module),
                Precision.FP32,
                Path.of("unused"),
                Optional.empty(),
                Optional.empty(),
                0,
                1,
                all);
    }
}
