package dev.assay.engines.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.Engine;
import dev.assay.engines.EngineCache;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.PipelineSettings;
import dev.assay.engines.PreparedEngine;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// With a real PyTorch; where ASSAY_PYTHON or python3 has none, these are skipped.
class PythonProviderTest {
    private static final String PYTHON =
            Optional.ofNullable(System.getenv("ASSAY_PYTHON")).orElse("python3");

    /// out = 2 a + b, and the sum of a's elements.
    private static final String SOURCE =
            """
            import sys
            import torch
            from torch import nn

            print("noise when imported")

            class Net(nn.Module):
                def __init__(self):
                    super().__init__()
                    self.weight = nn.Parameter(torch.full((1,), 2.0))

                def forward(self, b, a):
                    print("noise when run")
                    return {"sum": a.sum(), "out": self.weight * a + b}

            class One(Net):
                def forward(self, anything):
                    return self.weight * anything, anything.to(torch.int64)

            def net():
                sys.stdin.read()
                return Net().eval()

            def one():
                return One().eval()

            def product():
                torch.manual_seed(0)
                return nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 8)).eval()

            def training():
                return Net()

            def number():
                return 3

            def failing():
                raise ValueError("no weights\\nat all")
            """;

    private final PythonProvider provider = new PythonProvider();

    @TempDir Path folder;

    @BeforeAll
    static void needsPyTorch() throws IOException, InterruptedException {
        boolean found;
        try {
            found =
                    new ProcessBuilder(PYTHON, "-c", "import torch")
                                    .redirectErrorStream(true)
                                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                    .start()
                                    .waitFor()
                            == 0;
        } catch (IOException e) {
            found = false;
        }
        assumeTrue(found, PYTHON + " has no PyTorch: name one that has with ASSAY_PYTHON");
    }

    @Test
    void isInTheCatalogUnderItsIds() {
        assertThat(EngineCatalog.standard().ids()).containsAll(provider.ids());
    }

    @Test
    void findsInputsByNameAndIsNotDisturbedByWhatTheUsersCodePrints() throws IOException {
        PreparedEngine prepared = prepare(request("pytorch-python", "net", Map.of()));
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepared);
                Session session = engine.openSession();
                Query query =
                        session.bind(
                                Map.of(
                                        "a", tensor("a", arena, 1, 2, 3),
                                        "b", tensor("b", arena, 10, 20, 30)))) {
            query.run();
            query.run();

            assertThat(query.outputs().stream().map(TensorData::name).toList())
                    .containsExactly("out", "sum");
            assertThat(values(query.outputs().getFirst())).containsExactly(12, 24, 36);
            assertThat(values(query.outputs().getLast())).containsExactly(6);
            assertThat(query.outputs().getLast().shape().rank()).isZero();
            assertThat(session.pipeline(List.of(), new PipelineSettings(1, true, true, true)))
                    .isEmpty();
        }
    }

    @Test
    void refusesOtherShapesThanTheFirstWhereOneIsAskedFor() throws IOException {
        PreparedEngine prepared =
                prepare(request("pytorch-python", "one", Map.of("oneShape", "true")));
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepared);
                Session session = engine.openSession();
                Query first = session.bind(Map.of("x", tensor("x", arena, 1, 2, 3)));
                Query same = session.bind(Map.of("x", tensor("x", arena, 4, 5, 6)));
                Query other = session.bind(Map.of("x", tensor("x", arena, 1, 2)))) {
            first.run();
            same.run();

            assertThat(values(same.outputs().getFirst())).containsExactly(8, 10, 12);
            assertThatExceptionOfType(AssayException.class)
                    .isThrownBy(other::run)
                    .withMessageContaining("oneShape")
                    .withMessageContaining("[1, 2]")
                    .extracting(AssayException::kind)
                    .isEqualTo(ErrorKind.UNSUPPORTED);
        }
        assertThat(prepared.identity().settings()).containsEntry("oneShape", "true");
    }

    @Test
    void recordsWhichPythonAndWhichWeightsRan() throws IOException {
        PreparedEngine prepared = prepare(request("pytorch-python", "net", Map.of()));

        assertThat(prepared.identity().library()).isEqualTo("PyTorch");
        assertThat(prepared.identity().version()).startsWith("2.");
        assertThat(prepared.identity().settings())
                .containsEntry("device", "cpu")
                .containsEntry("mode", "eager")
                .containsEntry("function", "net")
                .containsEntry("threads", "1")
                .containsKeys("python", "interpreter", "weightsSha256", "sourcesSha256");
    }

    @Test
    void refusesWeightsThatAreOthersThanThoseThatWerePrepared() throws IOException {
        Path file = Files.writeString(folder.resolve("net.py"), SOURCE);
        Path helper = Files.writeString(folder.resolve("helper.py"), "VALUE = 1.0");
        Files.writeString(
                file,
                """
                import torch
                import helper

                def net():
                    module = torch.nn.Linear(1, 1)
                    torch.nn.init.constant_(module.weight, helper.VALUE)
                    torch.nn.init.zeros_(module.bias)
                    return module.eval()
                """);
        PreparedEngine prepared =
                prepare(Requests.of("pytorch-python", file, PYTHON, Map.of("function", "net")));
        Files.writeString(helper, "VALUE = 2.0");

        assertThatExceptionOfType(AssayException.class)
                .isThrownBy(() -> provider.load(prepared))
                .withMessageContaining("weightsSha256 changed after the engine was prepared");
    }

    @Test
    void namesTheElementsOfATupleAsTheSuiteDoes() throws IOException {
        assertThat(outputs(request("pytorch-python", "one", Map.of())))
                .containsOnlyKeys("output", "output1");
        assertThat(outputs(request("pytorch-python", "one", Map.of("outputs", "x,y"))))
                .containsOnlyKeys("x", "y");
        assertThatExceptionOfType(AssayException.class)
                .isThrownBy(
                        () -> outputs(request("pytorch-python", "one", Map.of("outputs", "x,y,z"))))
                .withMessageContaining("returns 2 tensors, but 'torchscript-outputs' names 3");
    }

    private Map<String, ElementType> outputs(EngineRequest request) {
        Map<String, ElementType> types = new HashMap<>();
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepare(request));
                Session session = engine.openSession();
                Query query = session.bind(Map.of("input", tensor("input", arena, 1, 2, 3)))) {
            query.run();
            query.outputs().forEach(it -> types.put(it.name(), it.spec().elementType()));
        }
        return types;
    }

    /// Inputs and outputs stay FP32 whatever the inside computes in.
    @ParameterizedTest
    @CsvSource({"autocast", "weights"})
    void computesInBfloat16(String cast) {
        Map<String, String> options = Map.of("function", "product", "cast", cast);
        Path file = source();
        double[] exact = run(Requests.of("pytorch-python", file, PYTHON, options));
        double[] rounded =
                run(Requests.of("pytorch-python", file, PYTHON, Precision.BF16, options));

        double worst = 0;
        for (int i = 0; i < exact.length; i++) {
            worst = Math.max(worst, Math.abs(exact[i] - rounded[i]));
        }
        // A rounding of BF16 is 2^-9 of a value; values here are around 1, sums have 64 terms.
        assertThat(worst).isBetween(1e-6, 64 * Math.pow(2, -9));
    }

    private double[] run(EngineRequest request) {
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepare(request));
                Session session = engine.openSession()) {
            float[] row = new float[64];
            for (int i = 0; i < row.length; i++) {
                row[i] = (i % 7 - 3) / 4f;
            }
            try (Query query = session.bind(Map.of("input", tensor("input", arena, row)))) {
                query.run();
                assertThat(query.outputs().getFirst().spec().elementType())
                        .isEqualTo(ElementType.FLOAT32);
                return values(query.outputs().getFirst());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "training | ENGINE_BUILD | return module.eval()",
                "number   | ENGINE_BUILD | returns int, not an nn.Module",
                "failing  | ENGINE_BUILD | ValueError: no weights at all (",
                "absent   | ENGINE_BUILD | has no function 'absent'"
            })
    void saysWhatIsWrongWithAFunction(String function, ErrorKind kind, String message) {
        assertThatExceptionOfType(AssayException.class)
                .isThrownBy(() -> prepare(request("pytorch-python", function, Map.of())))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @Test
    void reportsInputsThatTheModuleCannotTake() throws IOException {
        PreparedEngine prepared = prepare(request("pytorch-python", "product", Map.of()));
        try (Arena arena = Arena.ofShared();
                Engine engine = provider.load(prepared);
                Session session = engine.openSession();
                Query query = session.bind(Map.of("input", tensor("input", arena, 1, 2, 3)))) {
            assertThatExceptionOfType(AssayException.class)
                    .isThrownBy(query::run)
                    .withMessageContaining("shapes cannot be multiplied")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.INFERENCE));
        }
    }

    @Test
    void skipsPrecisionsThatACpuHasNot() {
        for (Precision precision : List.of(Precision.FP16, Precision.TF32)) {
            assertThatExceptionOfType(AssayException.class)
                    .isThrownBy(() ->
                            prepare(
                                    Requests.of(
                                            "pytorch-python",
                                            source(),
                                            PYTHON,
                                            precision,
                                            Map.of("function", "net", "device", "cpu"))))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED));
        }
    }

    @Test
    void doesNotCompileTorchScript() throws IOException {
        Path file = Files.writeString(folder.resolve("model.pt"), "no module");

        assertThatExceptionOfType(AssayException.class)
                .isThrownBy(() -> prepare(Requests.of("pytorch-compile", file, PYTHON, Map.of())))
                .withMessageContaining("FILE.py:FUNCTION")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNSUPPORTED));
        assertThatExceptionOfType(AssayException.class)
                .isThrownBy(() -> prepare(Requests.of("pytorch-python", file, PYTHON, Map.of())))
                .withMessageContaining("model.pt")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.ENGINE_BUILD));
    }

    private EngineRequest request(String engine, String function, Map<String, String> more) {
        Map<String, String> options = new HashMap<>(more);
        options.put("function", function);
        return Requests.of(engine, source(), PYTHON, options);
    }

    private Path source() {
        try {
            return Files.writeString(folder.resolve("net.py"), SOURCE);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private PreparedEngine prepare(EngineRequest request) {
        return provider.prepare(request, new EngineCache(folder));
    }

    private static TensorData tensor(String name, Arena arena, float... values) {
        TensorData tensor =
                TensorData.allocate(
                        new TensorSpec(name, ElementType.FLOAT32, Shape.of(1, values.length)),
                        arena);
        for (int i = 0; i < values.length; i++) {
            tensor.segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, values[i]);
        }
        return tensor;
    }

    private static double[] values(TensorData tensor) {
        double[] values = new double[(int) tensor.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(i);
        }
        return values;
    }
}
