package dev.assay.accuracy.consistency;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.run.ConsistencyCheck;
import dev.assay.core.run.ConsistencyResult;
import dev.assay.core.suite.Tolerance;
import dev.assay.core.tensor.TensorData;
import dev.assay.engines.Engine;
import dev.assay.engines.ModelInputs;
import dev.assay.engines.Query;
import dev.assay.engines.Session;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/// Runs one batch in all the ways that must give the same outputs.
///
/// What goes wrong here and nowhere else: memory shared by rows of a batch, a kernel that reads
/// past its row, a shape that was a constant when the model was exported, scratch memory that is
/// not cleared, a race.
public final class SelfConsistency {
    private final Engine engine;
    private final ModelInputs inputs;
    private final Tolerance tolerance;
    private final Arena arena;
    private final List<Integer> rows;
    private final int batch;

    /// @param batch rows in each query of the case
    /// @param tolerance of the case against its reference
    /// @param arena keeps the outputs of one batch
    public SelfConsistency(
            Engine engine, ModelInputs inputs, int batch, Tolerance tolerance, Arena arena) {
        this.engine = engine;
        this.inputs = inputs;
        this.batch = batch;
        this.tolerance = tolerance;
        this.arena = arena;
        this.rows = inputs.rowsOf(0, batch);
    }

    /// One result for each {@link ConsistencyCheck}.
    ///
    /// @throws AssayException if the engine fails on the case's own batch
    public List<ConsistencyResult> check() {
        List<ConsistencyResult> results = new ArrayList<>();
        List<TensorData> first;
        try (Session session = engine.openSession()) {
            first = kept(session);
            results.add(guarded(ConsistencyCheck.REPEATED, it -> repeated(it, session, first)));
            if (batch == 1) {
                List.of(
                                ConsistencyCheck.IDENTICAL_ROWS,
                                ConsistencyCheck.POSITIONS,
                                ConsistencyCheck.BATCHES,
                                ConsistencyCheck.AFTER_OTHERS)
                        .forEach(check ->
                                results.add(
                                        ConsistencyResult.notChecked(
                                                check, "the case has one row a batch")));
            } else {
                results.addAll(ofBatches(session, first));
            }
        }
        results.add(
                guarded(
                        ConsistencyCheck.SESSIONS,
                        agreement -> {
                            try (Session second = engine.openSession()) {
                                repeated(agreement, second, first);
                            }
                        }));
        return results;
    }

    private List<ConsistencyResult> ofBatches(Session session, List<TensorData> first) {
        ConsistencyResult identical =
                guarded(ConsistencyCheck.IDENTICAL_ROWS, it -> identicalRows(it, session));
        ConsistencyResult positions =
                guarded(ConsistencyCheck.POSITIONS, it -> positions(it, session, first));
        ConsistencyResult batches =
                guarded(ConsistencyCheck.BATCHES, it -> smallerBatches(it, session, first));
        ConsistencyResult after =
                batches.notChecked().isPresent()
                        ? ConsistencyResult.notChecked(
                                ConsistencyCheck.AFTER_OTHERS, batches.notChecked().orElseThrow())
                        : guarded(
                                ConsistencyCheck.AFTER_OTHERS, it -> repeated(it, session, first));
        return List.of(identical, positions, batches, after);
    }

    private void repeated(Agreement agreement, Session session, List<TensorData> first) {
        run(
                session,
                rows,
                outputs -> {
                    for (int output = 0; output < first.size(); output++) {
                        agreement.compare("whole batch", outputs.get(output), first.get(output));
                    }
                });
    }

    private void identicalRows(Agreement agreement, Session session) {
        run(
                session,
                Collections.nCopies(batch, rows.getFirst()),
                outputs -> {
                    for (TensorData output : outputs) {
                        for (int position = 1; position < batch; position++) {
                            agreement.compare(
                                    "position " + position, output.row(position), output.row(0));
                        }
                    }
                });
    }

    private void positions(Agreement agreement, Session session, List<TensorData> first) {
        List<Integer> rotated = new ArrayList<>(rows);
        Collections.rotate(rotated, 1);
        run(
                session,
                rotated,
                moved -> {
                    for (int output = 0; output < first.size(); output++) {
                        for (int position = 0; position < batch; position++) {
                            int next = (position + 1) % batch;
                            agreement.compare(
                                    "position %d instead of %d".formatted(next, position),
                                    moved.get(output).row(next),
                                    first.get(output).row(position));
                        }
                    }
                });
    }

    /// Every row alone, and the first rows in twos, fours and so on.
    private void smallerBatches(Agreement agreement, Session session, List<TensorData> first) {
        for (int row = 0; row < batch; row++) {
            // The batch holds a stored row twice where there are fewer rows than places.
            if (rows.indexOf(rows.get(row)) == row) {
                compareRows(agreement, session, first, row, row + 1);
            }
        }
        for (int size = 2; size < batch; size *= 2) {
            compareRows(agreement, session, first, 0, size);
        }
    }

    private void compareRows(
            Agreement agreement, Session session, List<TensorData> first, int from, int to) {
        run(
                session,
                rows.subList(from, to),
                smaller -> {
                    for (int output = 0; output < first.size(); output++) {
                        for (int row = from; row < to; row++) {
                            agreement.compare(
                                    "row %d at batch %d instead of %d"
                                            .formatted(row, to - from, batch),
                                    smaller.get(output).row(row - from),
                                    first.get(output).row(row));
                        }
                    }
                });
    }

    /// An engine that takes no other batch cannot be asked for one; that is no mistake.
    private ConsistencyResult guarded(ConsistencyCheck check, Consumer<Agreement> comparison) {
        Agreement agreement = new Agreement(check, tolerance);
        try {
            comparison.accept(agreement);
        } catch (AssayException e) {
            if (e.kind() == ErrorKind.INTERNAL) {
                throw e;
            }
            return ConsistencyResult.notChecked(check, String.valueOf(e.getMessage()));
        }
        return agreement.result();
    }

    /// Outputs that all others are compared with.
    private List<TensorData> kept(Session session) {
        List<TensorData> first = new ArrayList<>();
        run(session, rows, outputs -> outputs.forEach(output -> first.add(copy(output))));
        return first;
    }

    private TensorData copy(TensorData output) {
        return new TensorData(
                output.spec(),
                arena.allocate(output.segment().byteSize(), 64).copyFrom(output.segment()));
    }

    /// @param use sees the outputs where the engine has them: a copy of a large batch takes longer
    ///   than its comparison
    private void run(Session session, List<Integer> ofRows, Consumer<List<TensorData>> use) {
        try (Arena ofQuery = Arena.ofShared();
                Query query = session.bind(inputs.batch(ofRows, ofQuery))) {
            query.run();
            List<TensorData> outputs = query.outputs();
            for (TensorData output : outputs) {
                if (output.shape().rank() == 0) {
                    throw AssayException.data("Output '%s' has no rows".formatted(output.name()));
                }
            }
            use.accept(outputs);
        }
    }
}
