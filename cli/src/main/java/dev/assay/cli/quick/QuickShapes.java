package dev.assay.cli.quick;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The shapes that are measured, and those that an engine is built for.
///
/// @param measured of every input, `[B, …]`
/// @param batches that one engine takes, the measured one among them
/// @param tuned batch that it is tuned for
/// @param notes what was chosen without being asked for
record QuickShapes(
        Map<String, Shape> measured, List<Integer> batches, int tuned, List<String> notes) {
    QuickShapes {
        measured = Collections.unmodifiableMap(new LinkedHashMap<>(measured));
        batches = List.copyOf(batches);
        notes = List.copyOf(notes);
    }

    /// What the user says of shapes, as trtexec's options of these names.
    ///
    /// @param least of one engine
    /// @param tuned that it is tuned for
    /// @param most of one engine
    /// @param run that are measured; default: the tuned ones
    record Wanted(ShapeArgument least, ShapeArgument tuned, ShapeArgument most, ShapeArgument run) {
        static Wanted nothing() {
            return new Wanted(
                    ShapeArgument.none("--minShapes"),
                    ShapeArgument.none("--optShapes"),
                    ShapeArgument.none("--maxShapes"),
                    ShapeArgument.none("--shapes"));
        }
    }

    int batch() {
        return Math.toIntExact(measured.values().iterator().next().dim(0));
    }

    /// Shape of one row of the first input.
    Shape row() {
        return measured.values().iterator().next().row();
    }

    /// @param inputs of the model
    /// @param given shapes of the user's own rows, `[N, …]`; empty where there are none
    /// @throws AssayException naming what to write where the model leaves something open that has
    ///   no usual value, or what does not fit it
    static QuickShapes of(List<TensorSpec> inputs, Wanted wanted, Map<String, Shape> given) {
        List<String> names = inputs.stream().map(TensorSpec::name).toList();
        ShapeArgument asked = wanted.run().isGiven() ? wanted.run() : wanted.tuned();
        Map<String, Shape> shapes = asked.of(names);
        List<String> notes = new ArrayList<>();
        Map<String, Shape> measured = new LinkedHashMap<>();
        long batch = batch(inputs, shapes, notes);
        for (TensorSpec input : inputs) {
            Shape shape = shapes.get(input.name());
            if (shape == null) {
                shape = completed(input, batch, given.get(input.name()), inputs);
            }
            requireFit(asked.option(), input, shape);
            measured.put(input.name(), shape);
        }
        requireOneBatch(measured);
        return withRange(measured, names, wanted, notes);
    }

    private static long batch(
            List<TensorSpec> inputs, Map<String, Shape> shapes, List<String> notes) {
        for (TensorSpec input : inputs) {
            if (input.shape().rank() < 2) {
                throw AssayException.config(
                        "the model's input %s has no rows: Assay measures models whose first extent is the batch, with something behind it"
                                .formatted(input));
            }
        }
        if (!shapes.isEmpty()) {
            return shapes.values().iterator().next().dim(0);
        }
        long fixed = inputs.getFirst().shape().dim(0);
        if (fixed != Shape.DYNAMIC) {
            return fixed;
        }
        notes.add("the batch is free: 1 by default, another with --shapes");
        return 1;
    }

    /// The model's own shape with its free extents filled: the first with the batch, others from
    /// the user's rows.
    private static Shape completed(
            TensorSpec input, long batch, @Nullable Shape rows, List<TensorSpec> all) {
        Shape row = input.shape().row();
        if (rows != null && rows.rank() == input.shape().rank()) {
            row = rows.row();
        }
        if (row.isDynamic()) {
            throw AssayException.config(
                    "the input %s has free extents that have no usual value: say them, e.g. --shapes=%s"
                            .formatted(
                                    input,
                                    all.stream()
                                            .map(it -> it.name() + ":" + example(it, batch))
                                            .collect(Collectors.joining(","))));
        }
        return row.withBatch(batch);
    }

    /// Images and sequences of a size that networks often have: an example to change.
    private static Shape example(TensorSpec input, long batch) {
        List<Long> extents = new ArrayList<>(input.shape().dims());
        extents.set(0, batch);
        boolean image = extents.size() == 4;
        extents.replaceAll(it -> it == Shape.DYNAMIC ? (image ? 224L : 128L) : it);
        return new Shape(extents);
    }

    private static void requireFit(String option, TensorSpec input, Shape shape) {
        boolean fits = shape.rank() == input.shape().rank();
        for (int axis = 0; fits && axis < shape.rank(); axis++) {
            long own = input.shape().dim(axis);
            fits = own == Shape.DYNAMIC || own == shape.dim(axis);
        }
        if (!fits) {
            throw AssayException.config(
                    "%s says %s for the input %s, where ? stands for any extent"
                            .formatted(option, shape, input));
        }
    }

    private static void requireOneBatch(Map<String, Shape> shapes) {
        Set<Long> batches =
                shapes.values().stream().map(it -> it.dim(0)).collect(Collectors.toSet());
        if (batches.size() > 1) {
            throw AssayException.config(
                    "the inputs' first extents differ in %s: a row of every input belongs to one row of the others"
                            .formatted(shapes));
        }
    }

    private static QuickShapes withRange(
            Map<String, Shape> measured, List<String> names, Wanted wanted, List<String> notes) {
        int batch = Math.toIntExact(measured.values().iterator().next().dim(0));
        TreeSet<Integer> batches = new TreeSet<>(Set.of(batch));
        for (ShapeArgument end : List.of(wanted.least(), wanted.tuned(), wanted.most())) {
            end.of(names)
                    .forEach((name, shape) -> {
                        Shape own = measured.get(name);
                        if (own == null || !own.row().equals(shape.row())) {
                            throw AssayException.config(
                                    "%s=%s:%s differs from the measured %s in more than the batch: an engine over several row shapes needs a suite, with one set of rows for each"
                                            .formatted(end.option(), name, shape, own));
                        }
                        batches.add(Math.toIntExact(shape.dim(0)));
                    });
        }
        Map<String, Shape> tuned = wanted.tuned().of(names);
        int tunedBatch =
                tuned.isEmpty() ? batch : Math.toIntExact(tuned.values().iterator().next().dim(0));
        requireOrder(wanted, names, batches, batch);
        return new QuickShapes(measured, List.copyOf(batches), tunedBatch, notes);
    }

    private static void requireOrder(
            Wanted wanted, List<String> names, TreeSet<Integer> batches, int batch) {
        requireEnd(wanted.least(), names, batches.getFirst(), batch);
        requireEnd(wanted.most(), names, batches.getLast(), batch);
    }

    private static void requireEnd(ShapeArgument end, List<String> names, int outer, int batch) {
        for (Shape shape : end.of(names).values()) {
            if (shape.dim(0) != outer) {
                throw AssayException.config(
                        "%s has batch %d, and %d is beyond it; measured is batch %d"
                                .formatted(end.option(), shape.dim(0), outer, batch));
            }
        }
    }
}
