package dev.assay.engines.tensorrt.build;

import dev.assay.core.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.tensorrt.global.nvinfer.TacticSource;

/// Which libraries tactics may come from, written as trtexec's `--tacticSources`: changes to
/// TensorRT's own choice.
///
/// @param changes whether a source is switched on, by name
record TacticSources(Map<String, Boolean> changes) {
    TacticSources {
        changes = Map.copyOf(changes);
    }

    /// Parses for example `-CUDNN,+CUBLAS`.
    static TacticSources parse(String text) {
        Map<String, Boolean> changes = new TreeMap<>();
        for (String part : text.split(",", -1)) {
            String name = part.isEmpty() ? "" : part.substring(1);
            if (!part.matches("[-+].+") || !names().contains(name)) {
                throw AssayException.config(
                        "'%s' in tacticSources is no change: write + or - before one of %s"
                                .formatted(part, String.join(", ", names())));
            }
            changes.put(name, part.startsWith("+"));
        }
        return new TacticSources(changes);
    }

    /// Applies the changes to a set of sources, one bit each.
    int applyTo(int sources) {
        int changed = sources;
        for (TacticSource source : TacticSource.values()) {
            Boolean on = changes.get(name(source));
            if (on != null) {
                changed = on ? changed | 1 << source.value : changed & ~(1 << source.value);
            }
        }
        return changed;
    }

    /// Names of a set of sources.
    static String describe(int sources) {
        List<String> on = new ArrayList<>();
        for (TacticSource source : TacticSource.values()) {
            if ((sources & 1 << source.value) != 0) {
                on.add(name(source));
            }
        }
        return on.isEmpty() ? "none" : String.join(",", on);
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (TacticSource source : TacticSource.values()) {
            names.add(name(source));
        }
        return names;
    }

    private static String name(TacticSource source) {
        return source.name().substring(1);
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        new TreeMap<>(changes).forEach((name, on) -> parts.add((on ? "+" : "-") + name));
        return String.join(",", parts);
    }
}
