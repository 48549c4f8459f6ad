package dev.assay.accuracy.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.AssayException;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.run.ConsistencyCheck;
import dev.assay.core.run.ConsistencyResult;
import dev.assay.core.suite.Tolerance;
import dev.assay.core.suite.ToleranceKey;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.engines.ModelInputs;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfConsistencyTest {
    private static final Tolerance TOLERANCE = new Tolerance(Map.of(ToleranceKey.REL_L2, 1e-5));

    private final Arena arena = Arena.ofShared();

    @TempDir Path folder;

    @AfterEach
    void tearDown() {
        arena.close();
    }

    @Test
    void findsNothingInAnEngineThatTreatsRowsAlike() {
        assertThat(check(new RowEngine(), 4).all())
                .allSatisfy(result -> {
                    assertThat(result.allBitwiseEqual()).isTrue();
                    assertThat(result.violations()).isEmpty();
                });
    }

    @Test
    void bearsRoundingThatDependsOnTheBatch() {
        ConsistencyResult batches =
                check(
                                new RowEngine() {
                                    @Override
                                    float value(float x, int row, int batch) {
                                        return x * (batch == 1 ? 1 + 0x1p-22f : 1);
                                    }
                                },
                                4)
                        .of(ConsistencyCheck.BATCHES);

        assertThat(batches.violations()).isEmpty();
        assertThat(batches.bitwiseEqual()).isLessThan(batches.compared());
        assertThat(batches.largestRelativeL2().orElseThrow()).isBetween(1e-8, 1e-6);
    }

    /// What an export with a constant batch does: the first row's result for every row.
    @Test
    void findsRowsThatAllGetTheFirstRowsResult() {
        Results results =
                check(
                        new RowEngine() {
                            @Override
                            int source(int row, int batch) {
                                return 0;
                            }
                        },
                        4);

        assertThat(results.of(ConsistencyCheck.BATCHES).violations())
                .anyMatch(it -> it.startsWith("output 'y', row 1 at batch 1 instead of 4: relL2"));
        assertThat(results.of(ConsistencyCheck.IDENTICAL_ROWS).violations()).isEmpty();
    }

    @Test
    void findsAPositionInTheBatchThatIsWrong() {
        ConsistencyResult identical =
                check(
                                new RowEngine() {
                                    @Override
                                    float value(float x, int row, int batch) {
                                        return row == 2 ? Float.NaN : x;
                                    }
                                },
                                4)
                        .of(ConsistencyCheck.IDENTICAL_ROWS);

        assertThat(identical.violations())
                .containsExactly(
                        "output 'y', position 2: 3 of 3 values are NaN or infinite once and finite"
                                + " once");
    }

    @Test
    void findsAShapeThatWasAConstantWhenTheModelWasExported() {
        Results results =
                check(
                        new RowEngine() {
                            @Override
                            float value(float x, int row, int batch) {
                                return x / batch;
                            }
                        },
                        4);

        assertThat(results.of(ConsistencyCheck.BATCHES).violations())
                .hasSize(4)
                .first()
                .asString()
                .startsWith("output 'y', row 0 at batch 1 instead of 4");
    }

    @Test
    void findsScratchMemoryThatIsNotCleared() {
        RowEngine accumulating =
                new RowEngine() {
                    private float left;

                    @Override
                    float value(float x, int row, int batch) {
                        left += 0.25f;
                        return x + left;
                    }
                };

        assertThat(check(accumulating, 2).of(ConsistencyCheck.REPEATED).violations()).isNotEmpty();
        assertThat(check(accumulating, 2).of(ConsistencyCheck.SESSIONS).violations()).isNotEmpty();
    }

    @Test
    void saysWhyAnEngineOfOneBatchIsNotAskedForAnother() {
        Results results =
                check(
                        new RowEngine() {
                            @Override
                            int source(int row, int batch) {
                                if (batch != 4) {
                                    throw AssayException.data("this plan takes batches of 4");
                                }
                                return row;
                            }
                        },
                        4);

        assertThat(results.of(ConsistencyCheck.BATCHES).notChecked())
                .contains("this plan takes batches of 4");
        assertThat(results.of(ConsistencyCheck.AFTER_OTHERS).notChecked()).isPresent();
        assertThat(results.of(ConsistencyCheck.POSITIONS).allBitwiseEqual()).isTrue();
    }

    @Test
    void comparesNoBatchesWhereTheCaseHasOneRow() {
        assertThat(check(new RowEngine(), 1).of(ConsistencyCheck.IDENTICAL_ROWS).notChecked())
                .contains("the case has one row a batch");
    }

    private record Results(List<ConsistencyResult> all) {
        ConsistencyResult of(ConsistencyCheck check) {
            return all.stream().filter(it -> it.check() == check).findFirst().orElseThrow();
        }
    }

    private Results check(RowEngine engine, int batch) {
        Path file = folder.resolve("inputs.safetensors");
        float[] values = new float[9];
        for (int i = 0; i < values.length; i++) {
            values[i] = i + 1;
        }
        SafetensorsFile.write(
                file,
                List.of(
                        new TensorData(
                                new TensorSpec("x", ElementType.FLOAT32, Shape.of(3, 3)),
                                arena.allocateFrom(ValueLayout.JAVA_FLOAT, values))));
        ModelInputs inputs = ModelInputs.read(file, Shape.of(3), arena);
        return new Results(new SelfConsistency(engine, inputs, batch, TOLERANCE, arena).check());
    }
}
