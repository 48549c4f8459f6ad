package dev.assay.cli.quick;

import dev.assay.cli.imports.GivenTensors;
import dev.assay.cli.imports.TensorChecks;
import dev.assay.core.AssayException;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.suite.PixelRange;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rows that a quick run feeds.
///
/// @param tensors by input name, each `[N, …]`
/// @param random whether nobody gave them
/// @param described in words
record QuickInputs(Map<String, TensorData> tensors, boolean random, String described) {
    /// Random rows: as many again as one batch, so that a batch with a row in a wrong place shows.
    private static final int BATCHES = 2;

    /// Whether the rows are random and every one of floating-point numbers reaches over half of the
    /// range: a few values need not, and a run would refuse them.
    boolean fills(PixelRange range) {
        return random
                && tensors.values().stream()
                        .filter(it -> it.spec().elementType().isFloatingPoint())
                        .map(TensorData::summary)
                        .allMatch(it ->
                                it.getMax() - it.getMin() >= (range.high() - range.low()) / 2);
    }

    /// The user's own tensors, as they are in the files.
    ///
    /// @param references files that may hold the inputs, too
    static Optional<GivenTensors> given(
            InputSource source, List<Path> references, List<String> names, Arena arena) {
        TensorHints hints = new TensorHints(Optional.empty(), Map.of(), Map.of(), Optional.empty());
        if (!source.files().isEmpty()) {
            return Optional.of(
                    GivenTensors.read("--inputs", source.files(), Map.of(), hints, arena));
        }
        if (source.raw().isEmpty() && !references.isEmpty()) {
            GivenTensors found =
                    GivenTensors.read("--ref", references, Map.of(), hints, arena).taking(names);
            if (found.isEmpty()) {
                throw AssayException.data(
                        "--inputs is missing, and %s holds none of the model's inputs %s: references say nothing without the rows that they belong to"
                                .formatted(references, names));
            }
            return Optional.of(found);
        }
        return Optional.empty();
    }

    static QuickInputs of(
            List<TensorSpec> inputs,
            QuickShapes shapes,
            Optional<GivenTensors> given,
            InputSource source,
            Arena arena) {
        if (given.isPresent()) {
            return checked(inputs, shapes, given.get(), arena);
        }
        if (!source.raw().isEmpty()) {
            return raw(inputs, shapes, source.raw(), arena);
        }
        RandomRows random = new RandomRows(source.range(), source.seed());
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (TensorSpec input : inputs) {
            Shape rows = row(shapes, input).withBatch((long) BATCHES * shapes.batch());
            TensorSpec spec = new TensorSpec(input.name(), input.elementType(), rows);
            tensors.put(input.name(), random.of(spec, tensors.size(), arena));
        }
        boolean integers = inputs.stream().anyMatch(it -> !it.elementType().isFloatingPoint());
        return new QuickInputs(
                tensors,
                true,
                "RANDOM: uniform in [%s, %s]%s, seed %d, %d rows. Real rows (--inputs) say more about errors"
                        .formatted(
                                plain(source.range().low()),
                                plain(source.range().high()),
                                integers ? ", integers 0 or 1" : "",
                                source.seed(),
                                BATCHES * shapes.batch()));
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static Shape row(QuickShapes shapes, TensorSpec input) {
        Shape shape = shapes.measured().get(input.name());
        if (shape == null) {
            throw new IllegalStateException("no shape of " + input);
        }
        return shape.row();
    }

    private static QuickInputs checked(
            List<TensorSpec> inputs, QuickShapes shapes, GivenTensors given, Arena arena) {
        given.nameTheOnlyOne(inputs.stream().map(TensorSpec::name).toList());
        TensorChecks checks = new TensorChecks(arena);
        List<TensorSpec> wanted =
                inputs.stream()
                        .map(it ->
                                new TensorSpec(
                                        it.name(),
                                        it.elementType(),
                                        row(shapes, it).withBatch(shapes.batch())))
                        .toList();
        Map<String, TensorData> tensors = checks.inputs(wanted, given);
        checks.rows(tensors, Map.of());
        checks.throwIfAny();
        return new QuickInputs(
                tensors,
                false,
                "given, %d rows".formatted(tensors.values().iterator().next().shape().dim(0)));
    }

    private static QuickInputs raw(
            List<TensorSpec> inputs, QuickShapes shapes, Map<String, Path> files, Arena arena) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (TensorSpec input : inputs) {
            Path file = files.get(input.name());
            if (file == null) {
                throw AssayException.config(
                        "--loadInputs has %s and not the input '%s': write NAME:FILE for each, with commas between"
                                .formatted(files.keySet(), input.name()));
            }
            TensorSpec spec =
                    new TensorSpec(
                            input.name(),
                            input.elementType(),
                            row(shapes, input).withBatch(shapes.batch()));
            TensorData tensor = TensorData.allocate(spec, arena);
            byte[] bytes = bytes(file);
            if (bytes.length != spec.byteSize()) {
                throw AssayException.data(
                        "--loadInputs: %s has %d bytes, %s needs %d"
                                .formatted(file, bytes.length, spec, spec.byteSize()));
            }
            tensor.segment().copyFrom(MemorySegment.ofArray(bytes));
            tensors.put(input.name(), tensor);
        }
        return new QuickInputs(
                tensors, false, "given as raw bytes, %d rows".formatted(shapes.batch()));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw AssayException.data("--loadInputs: cannot read " + file + ": " + e);
        }
    }
}
