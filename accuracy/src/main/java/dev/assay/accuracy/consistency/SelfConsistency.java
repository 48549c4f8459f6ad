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
            first = outputs(session, rows, arena);
            results.add(
                    guarded(
                            ConsistencyCheck.REPEATED,
                            (it, own) -> whole(it, outputs(session, rows, own), first)));
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
                        (agreement, own) -> {
                            try (Session second = engine.openSession()) {
                                whole(agreement, outputs(second, rows, own), first);
                            }
                        }));
        return results;
    }

    private List<ConsistencyResult> ofBatches(Session session, List<TensorData> first) {
        ConsistencyResult identical =
                guarded(
                        ConsistencyCheck.IDENTICAL_ROWS,
                        (it, own) -> identicalRows(it, session, own));
        ConsistencyResult positions =
                guarded(
                        ConsistencyCheck.POSITIONS,
                        (it, own) -> positions(it, session, first, own));
        ConsistencyResult batches =
                guarded(
                        ConsistencyCheck.BATCHES,
                        (it, own) -> smallerBatches(it, session, first, own));
        ConsistencyResult after =
                batches.notChecked().isPresent()
                        ? ConsistencyResult.notChecked(
                                ConsistencyCheck.AFTER_OTHERS, batches.notChecked().orElseThrow())
                        : guarded(
                                ConsistencyCheck.AFTER_OTHERS,
                                (it, own) -> whole(it, outputs(session, rows, own), first));
        return List.of(identical, positions, batches, after);
    }

    private void identicalRows(Agreement agreement, Session session, Arena own) {
        List<Integer> copies = Collections.nCopies(batch, rows.getFirst());
        for (TensorData output : outputs(session, copies, own)) {
            for (int position = 1; position < batch; position++) {
                agreement.compare("position " + position, output.row(position), output.row(0));
            }
        }
    }

    private void positions(
            Agreement agreement, Session session, List<TensorData> first, Arena own) {
        List<Integer> rotated = new ArrayList<>(rows);
        Collections.rotate(rotated, 1);
        List<TensorData> moved = outputs(session, rotated, own);
        for (int output = 0; output < first.size(); output++) {
            for (int position = 0; position < batch; position++) {
                int next = (position + 1) % batch;
                agreement.compare(
                        "position %d instead of %d".formatted(next, position),
                        moved.get(output).row(next),
                        first.get(output).row(position));
            }
        }
    }

    /// Every row alone, and the first rows in twos, fours and so on.
    private void smallerBatches(
            Agreement agreement, Session session, List<TensorData> first, Arena own) {
        for (int row = 0; row < batch; row++) {
            // The batch holds a stored row twice where there are fewer rows than places.
            if (rows.indexOf(rows.get(row)) == row) {
                compareRows(agreement, session, first, own, row, row + 1);
            }
        }
        for (int size = 2; size < batch; size *= 2) {
            compareRows(agreement, session, first, own, 0, size);
        }
    }

    private void compareRows(
            Agreement agreement,
            Session session,
            List<TensorData> first,
            Arena own,
            int from,
            int to) {
        List<TensorData> smaller = outputs(session, rows.subList(from, to), own);
        for (int output = 0; output < first.size(); output++) {
            for (int row = from; row < to; row++) {
                agreement.compare(
                        "row %d at batch %d instead of %d".formatted(row, to - from, batch),
                        smaller.get(output).row(row - from),
                        first.get(output).row(row));
            }
        }
    }

    private static void whole(
            Agreement agreement, List<TensorData> outputs, List<TensorData> first) {
        for (int output = 0; output < first.size(); output++) {
            agreement.compare("whole batch", outputs.get(output), first.get(output));
        }
    }

    @FunctionalInterface
    private interface Comparison {
        /// @param own for the outputs that nobody needs afterwards
        void run(Agreement agreement, Arena own);
    }

    /// An engine that takes no other batch cannot be asked for one; that is no mistake.
    private ConsistencyResult guarded(ConsistencyCheck check, Comparison comparison) {
        Agreement agreement = new Agreement(check, tolerance);
        try (Arena own = Arena.ofShared()) {
            comparison.run(agreement, own);
        } catch (AssayException e) {
            if (e.kind() == ErrorKind.INTERNAL) {
                throw e;
            }
            return ConsistencyResult.notChecked(check, String.valueOf(e.getMessage()));
        }
        return agreement.result();
    }

    /// @param keeper of the outputs; inputs live no longer than their query
    private List<TensorData> outputs(Session session, List<Integer> ofRows, Arena keeper) {
        try (Arena ofQuery = Arena.ofShared();
                Query query = session.bind(inputs.batch(ofRows, ofQuery))) {
            query.run();
            return query.outputs().stream().map(it -> copy(it, keeper)).toList();
        }
    }

    private static TensorData copy(TensorData output, Arena keeper) {
        if (output.shape().rank() == 0) {
            throw AssayException.data("Output '%s' has no rows".formatted(output.name()));
        }
        return new TensorData(
                output.spec(),
                keeper.allocate(output.segment().byteSize(), 64).copyFrom(output.segment()));
    }
}
