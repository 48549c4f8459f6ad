package dev.assay.engines.tensorrt.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.Sha256;
import dev.assay.core.run.EngineIdentity;
import dev.assay.core.run.LayerPrecisions;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.onnx.graph.ModelHash;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanCacheTest {
    private static final String KEY = "0123";
    private static final byte[] PLAN = {1, 2, 3};

    @TempDir Path folder;

    private final List<String> said = new ArrayList<>();

    @Test
    void findsWhatItStored() {
        PlanRecord stored = store();

        assertThat(cache().find(KEY)).contains(stored);
        assertThat(cache().plan(KEY)).hasBinaryContent(PLAN);
        assertThat(cache().layers(KEY)).hasContent("{}");
    }

    @Test
    void clearsWhatAKilledBuildLeft() throws IOException {
        Path left = Files.writeString(folder.resolve("part-" + KEY + ".plan"), "half");

        cache().lock(KEY).close();

        assertThat(left).doesNotExist();
    }

    /// The hash that is checked before a plan is loaded covers files that lie beside it.
    @Test
    void hashesThePlanAlone() throws IOException {
        PlanRecord stored = store();
        try (PlanCache.Lock lock = cache().lock(KEY)) {
            Files.writeString(folder.resolve("part-" + KEY + ".plan"), "of a build under way");

            assertThat(ModelHash.of(cache().plan(KEY))).isEqualTo(stored.planSha256());
        }
    }

    @Test
    void findsNothingWhereNothingWasBuilt() {
        assertThat(cache().find(KEY)).isEmpty();
    }

    @Test
    void findsNoPlanThatWasKilledBeforeItsRecord() throws IOException {
        Files.write(cache().plan(KEY), PLAN);

        assertThat(cache().find(KEY)).isEmpty();
    }

    @Test
    void findsNoPlanThatIsMissing() throws IOException {
        store();
        Files.delete(cache().plan(KEY));

        assertThat(cache().find(KEY)).isEmpty();
    }

    @Test
    void findsNoPlanThatWasChanged() throws IOException {
        store();
        Files.write(cache().plan(KEY), new byte[] {1, 2, 4});

        assertThat(cache().find(KEY)).isEmpty();
    }

    @Test
    void findsNoPlanWithATornRecord() throws IOException {
        store();
        Path file = folder.resolve(KEY + ".json");
        Files.writeString(file, Files.readString(file).substring(0, 40));

        assertThat(cache().find(KEY)).isEmpty();
    }

    @Test
    void findsNoPlanOfANewerSchema() throws IOException {
        store();
        Path file = folder.resolve(KEY + ".json");
        Files.writeString(file, Files.readString(file).replace("\"schema\" : 1", "\"schema\" : 2"));

        assertThat(cache().find(KEY)).isEmpty();
    }

    @Test
    void replacesAPlan() {
        store();
        PlanRecord other = description(new byte[] {9});
        cache().store(KEY, MemorySegment.ofArray(new byte[] {9}), Optional.of("{}"), other);

        assertThat(cache().find(KEY)).contains(other);
    }

    @Test
    void saysWhereItCannotWrite() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        PlanCache inAFile = new PlanCache(file);

        assertThatThrownBy(() ->
                        inAFile.store(
                                KEY,
                                MemorySegment.ofArray(PLAN),
                                Optional.of("{}"),
                                description(PLAN)))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.kind()).isEqualTo(ErrorKind.ENVIRONMENT))
                .hasMessageContaining(KEY + ".plan")
                .hasMessageContaining("free space");
        assertThatThrownBy(() -> inAFile.lock(KEY)).isInstanceOf(AssayException.class);
    }

    @Test
    void countsTheLayersByTodaysRules() throws IOException {
        PlanRecord stored = store().with(Map.of("layerReport", "could not be read by then"));
        cache().describe(KEY, stored);
        Files.writeString(
                cache().layers(KEY),
                """
                {"Layers": [{"Name": "c", "LayerType": "CaskConvolution",
                  "Inputs": [{"Name": "x", "Format/Datatype": "Int8"}]}]}
                """);

        EngineIdentity found = cache().find(KEY).orElseThrow().identity();

        assertThat(found.precisions()).contains(new LayerPrecisions(1, Map.of("INT8", 1), 0));
        assertThat(found.settings()).isEqualTo(Map.of("typing", "weak"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no report", "{}"})
    void keepsTheRecordedCountsWhereTheReportCannotBeRead(String report) throws IOException {
        PlanRecord stored = store();
        Files.writeString(cache().layers(KEY), report);

        assertThat(cache().find(KEY)).contains(stored);
    }

    @Test
    void keepsTheRecordedCountsWhereTheReportIsGone() throws IOException {
        PlanRecord stored = store();
        Files.delete(cache().layers(KEY));

        assertThat(cache().find(KEY)).contains(stored);
    }

    @Test
    void storesAPlanWithoutAReportAndLeavesNoneOfAnother() {
        PlanRecord stored = store();
        cache().store(KEY, MemorySegment.ofArray(PLAN), Optional.empty(), stored);

        assertThat(cache().layers(KEY)).doesNotExist();
        assertThat(cache().find(KEY)).contains(stored);
    }

    @Test
    void storesAPlanWhoseReportCannotBeWritten() throws IOException {
        Files.createDirectories(folder.resolve(KEY + ".layers.json.part"));

        PlanRecord stored = store();

        assertThat(cache().find(KEY)).contains(stored);
        assertThat(said).singleElement().asString().contains(KEY + ".layers.json");
    }

    @Test
    void describesAPlanAnew() {
        PlanRecord later = store().with(Map.of("timingCacheSha256", "abc"));

        cache().describe(KEY, later);

        assertThat(cache().find(KEY)).contains(later);
    }

    @Test
    void keepsTheOldDescriptionWhereANewOneCannotBeWritten() throws IOException {
        PlanRecord stored = store();
        Files.createDirectories(folder.resolve(KEY + ".json.part"));

        cache().describe(KEY, stored.with(Map.of("timingCacheSha256", "abc")));

        assertThat(cache().find(KEY)).contains(stored);
        assertThat(said).singleElement().asString().contains(KEY + ".json");
    }

    @Test
    void saysOnceWhichKeyItWaitsFor() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        List<String> messages = Collections.synchronizedList(new ArrayList<>());
        PlanCache second =
                new PlanCache(
                        folder,
                        message -> {
                            messages.add(message);
                            waiting.countDown();
                        });
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            PlanCache.Lock first = cache().lock(KEY);
            Future<?> done = other.submit(() -> second.lock(KEY).close());
            waiting.await();
            assertThat(done).isNotDone();

            first.close();

            done.get();
        }
        assertThat(messages)
                .singleElement()
                .asString()
                .contains(KEY)
                .contains("another process is building it");
    }

    @Test
    void waitsForNoOtherKeyAndSaysNothing() {
        try (PlanCache.Lock first = cache().lock(KEY);
                PlanCache.Lock second = cache().lock("4567")) {
            assertThat(said).isEmpty();
        }
    }

    private PlanCache cache() {
        return new PlanCache(folder, said::add);
    }

    private PlanRecord store() {
        PlanRecord stored = description(PLAN);
        cache().store(KEY, MemorySegment.ofArray(PLAN), Optional.of("{}"), stored);
        return stored;
    }

    private static PlanRecord description(byte[] plan) {
        String hash = Sha256.of(MemorySegment.ofArray(plan));
        return new PlanRecord(
                PlanRecord.SCHEMA,
                hash,
                new EngineIdentity(
                        "TensorRT",
                        "10.6.0.26",
                        "model",
                        hash,
                        Map.of("typing", "weak"),
                        Optional.of(new LayerPrecisions(3, Map.of("FP16", 2, "FP32", 1), 1))),
                List.of(new TensorSpec("x", ElementType.FLOAT32, Shape.of(-1, 3))),
                List.of(new TensorSpec("y", ElementType.FLOAT16, Shape.of(-1, 9))),
                12.5);
    }
}
