package dev.assay.cli.imports;

import dev.assay.core.AssayException;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/// Holds a user's tensors against what a model takes and gives, and says all that does not fit.
public final class TensorChecks {
    private final List<String> problems = new ArrayList<>();
    private final Arena arena;

    public TensorChecks(Arena arena) {
        this.arena = arena;
    }

    /// The inputs of the model.
    public Map<String, TensorData> inputs(List<TensorSpec> wanted, GivenTensors given) {
        Map<String, TensorData> fitting = new LinkedHashMap<>();
        List<String> names = wanted.stream().map(TensorSpec::name).toList();
        for (TensorSpec spec : wanted) {
            given.find(spec.name())
                    .ifPresentOrElse(
                            tensor -> {
                                String where = given.where(spec.name());
                                TensorData typed = typed(spec, tensor, where);
                                shape("input", spec, typed, where);
                                finite("input", typed, where);
                                fitting.put(spec.name(), named(spec.name(), typed));
                            },
                            () -> missing("input", spec, names, given));
        }
        unknown("inputs", names, given);
        return fitting;
    }

    /// The stored outputs, of any floating-point type where the model's are.
    public Map<String, TensorData> references(List<TensorSpec> wanted, GivenTensors given) {
        Map<String, TensorData> fitting = new LinkedHashMap<>();
        List<String> names = wanted.stream().map(TensorSpec::name).toList();
        for (TensorSpec spec : wanted) {
            given.find(spec.name())
                    .ifPresentOrElse(
                            tensor -> {
                                String where = given.where(spec.name());
                                shape("output", spec, tensor, where);
                                finite("output", tensor, where);
                                notConstant(tensor, spec.name(), where);
                                fitting.put(spec.name(), named(spec.name(), tensor));
                            },
                            () -> missing("output", spec, names, given));
        }
        unknown("outputs", names, given);
        return fitting;
    }

    /// As many rows everywhere.
    public void rows(Map<String, TensorData> inputs, Map<String, TensorData> references) {
        List<TensorData> all = new ArrayList<>(inputs.values());
        all.addAll(references.values());
        all.removeIf(it -> it.shape().rank() == 0);
        for (TensorData tensor : all) {
            if (tensor.shape().dim(0) != all.getFirst().shape().dim(0)) {
                problems.add(
                        "'%s' has %d rows, '%s' has %d: a row of every tensor belongs to one row of the others"
                                .formatted(
                                        all.getFirst().name(),
                                        all.getFirst().shape().dim(0),
                                        tensor.name(),
                                        tensor.shape().dim(0)));
            }
        }
    }

    /// @throws AssayException naming all that is wrong
    public void throwIfAny() {
        if (!problems.isEmpty()) {
            throw AssayException.data(String.join("\n", problems));
        }
    }

    private void missing(String what, TensorSpec spec, List<String> names, GivenTensors given) {
        problems.add(
                "the model's %s %s is in none of %s, which hold %s: save it under that name, or say --rename THEIRS=%s%s"
                        .formatted(
                                what,
                                spec,
                                given.files(),
                                given.names(),
                                spec.name(),
                                names.size() > 1 ? "; the model has " + names : ""));
    }

    private void unknown(String what, List<String> names, GivenTensors given) {
        given.names().stream()
                .filter(name -> !names.contains(name))
                .forEach(name ->
                        problems.add(
                                "%s holds '%s', which is none of the model's %s %s: leave it out, or say --rename %s=OURS"
                                        .formatted(given.where(name), name, what, names, name)));
    }

    private TensorData typed(TensorSpec spec, TensorData tensor, String where) {
        ElementType wanted = spec.elementType();
        ElementType found = tensor.spec().elementType();
        if (found == wanted) {
            return tensor;
        }
        if (found == ElementType.FLOAT64 && wanted == ElementType.FLOAT32 && fitsFloat(tensor)) {
            return toFloat(tensor);
        }
        problems.add(
                "%s: '%s' is %s, the model takes %s: save x.astype(np.%s), and let PyTorch compute the references from just that"
                        .formatted(
                                where,
                                spec.name(),
                                found,
                                wanted,
                                wanted.name().toLowerCase(Locale.ROOT)));
        return tensor;
    }

    private static boolean fitsFloat(TensorData tensor) {
        LongToDoubleFunction read = tensor.reader();
        for (long i = 0; i < tensor.elements(); i++) {
            double value = read.applyAsDouble(i);
            if (!Double.isNaN(value) && (float) value != value) {
                return false;
            }
        }
        return true;
    }

    private TensorData toFloat(TensorData tensor) {
        TensorData converted =
                TensorData.allocate(
                        new TensorSpec(tensor.name(), ElementType.FLOAT32, tensor.shape()), arena);
        LongToDoubleFunction read = tensor.reader();
        for (long i = 0; i < tensor.elements(); i++) {
            converted
                    .segment()
                    .setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) read.applyAsDouble(i));
        }
        return converted;
    }

    private void shape(String what, TensorSpec spec, TensorData tensor, String where) {
        Shape wanted = spec.shape();
        Shape found = tensor.shape();
        if (wanted.rank() < 2) {
            problems.add(
                    "the model's %s %s has no rows: Assay measures models whose first extent is the batch, with something behind it"
                            .formatted(what, spec));
            return;
        }
        if (found.rank() > 0 && found.dim(0) == 0) {
            problems.add("%s: '%s' has no rows".formatted(where, spec.name()));
        } else if (!fits(wanted.row(), found.rank() == 0 ? found : found.row())) {
            problems.add(
                    "%s: '%s' is %s, the model's %s is %s%s"
                            .formatted(
                                    where, spec.name(), found, what, wanted, hint(wanted, found)));
        }
    }

    private static boolean fits(Shape wanted, Shape found) {
        if (wanted.rank() != found.rank()) {
            return false;
        }
        for (int axis = 0; axis < wanted.rank(); axis++) {
            if (wanted.dim(axis) != Shape.DYNAMIC && wanted.dim(axis) != found.dim(axis)) {
                return false;
            }
        }
        return true;
    }

    private static String hint(Shape wanted, Shape found) {
        if (found.rank() == wanted.rank() - 1 && fits(wanted.row(), found)) {
            return ": the batch is missing, save x[None], or several rows with np.stack";
        }
        if (found.rank() == 4 && wanted.rank() == 4) {
            Shape toChannelsFirst = Shape.of(found.dim(3), found.dim(1), found.dim(2));
            Shape toChannelsLast = Shape.of(found.dim(2), found.dim(3), found.dim(1));
            if (fits(wanted.row(), toChannelsFirst)) {
                return ": it looks like [N, H, W, C], save x.transpose(0, 3, 1, 2)";
            }
            if (fits(wanted.row(), toChannelsLast)) {
                return ": it looks like [N, C, H, W], save x.transpose(0, 2, 3, 1)";
            }
        }
        return ": ? stands for any extent";
    }

    private void finite(String what, TensorData tensor, String where) {
        long nonFinite = tensor.nonFinite();
        if (nonFinite > 0) {
            problems.add(
                    "%s: %d of %d values of the %s '%s' are NaN or infinite: %s"
                            .formatted(
                                    where,
                                    nonFinite,
                                    tensor.elements(),
                                    what,
                                    tensor.name(),
                                    what.equals("input")
                                            ? "give inputs that a real network gets"
                                            : "what PyTorch computed is broken, no engine can agree with it"));
        }
    }

    private void notConstant(TensorData tensor, String name, String where) {
        LongToDoubleFunction read = tensor.reader();
        for (long i = 0; i < tensor.elements(); i++) {
            if (read.applyAsDouble(i) != 0) {
                return;
            }
        }
        problems.add(
                "%s: every value of the output '%s' is 0: nothing can be compared with it"
                        .formatted(where, name));
    }

    private static TensorData named(String name, TensorData tensor) {
        return new TensorData(
                new TensorSpec(name, tensor.spec().elementType(), tensor.shape()),
                tensor.segment(),
                tensor.scale());
    }
}
