package dev.assay.core.format;

import dev.assay.core.format.npy.NpyArray;
import dev.assay.core.format.npy.NpyStream;
import dev.assay.core.tensor.TensorData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonToken;

/// Decodes the arrays of one runner.
final class PolygraphyArrays implements PolygraphyWalk.Visitor {
    private static final Set<String> CLASSES = Set.of("ndarray", "LazyArray", "LazyNumpyArray");

    private final NpyArray pattern;
    private final long fileBytes;
    private final String runner;
    private final boolean repeated;
    private final Map<String, TensorData> tensors = new LinkedHashMap<>();

    /// @param pattern what each array is to become, but for its name
    /// @param fileBytes which bounds what an array can have
    /// @param repeated whether the runner has several iterations
    PolygraphyArrays(NpyArray pattern, long fileBytes, String runner, boolean repeated) {
        this.pattern = pattern;
        this.fileBytes = fileBytes;
        this.runner = runner;
        this.repeated = repeated;
    }

    Map<String, TensorData> tensors() {
        return tensors;
    }

    @Override
    public boolean enters(String name) {
        return name.equals(runner);
    }

    @Override
    public void array(JsonCursor json, int iteration, String name) {
        String full = repeated ? iteration + "/" + name : name;
        tensors.put(full, read(json, full));
    }

    private TensorData read(JsonCursor json, String name) {
        json.expect(JsonToken.START_OBJECT, "an array of Polygraphy's as an object");
        Optional<TensorData> tensor = Optional.empty();
        while (json.nextKey()) {
            switch (json.key()) {
                case "array", "values" -> {
                    if (tensor.isPresent()) {
                        throw json.refusal("there are two arrays under one name");
                    }
                    boolean text = json.key().equals("array");
                    tensor = Optional.of(text ? decode(json, name) : read(json, name));
                }
                case "tensor" ->
                        throw json.refusal(
                                "it is a pickled PyTorch tensor, which runs code when read: save"
                                        + " NumPy arrays, tensor.numpy()");
                default -> PolygraphyWalk.checkClass(json, CLASSES);
            }
        }
        return tensor.orElseThrow(() -> json.refusal("an object has no array"));
    }

    private TensorData decode(JsonCursor json, String name) {
        String where = pattern.where() + ": " + json.place();
        NpyArray array =
                new NpyArray(where, name, pattern.hints(), pattern.budget(), pattern.arena());
        try (NpyStream stream = new NpyStream(array, fileBytes)) {
            json.decode(stream);
            return stream.finish();
        }
    }
}
