package dev.assay.core.speed;

import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// What a GPU can do at most.
///
/// @param device name of the GPU
/// @param source where the figures come from, `measured here` or a data sheet
/// @param bytesPerSecond of device memory, reads and writes together
/// @param flopPerSecond by precision (`FP16`), without sparsity, a multiply-add being two
public record Ceilings(
        String device, String source, double bytesPerSecond, Map<String, Double> flopPerSecond) {
    public Ceilings {
        flopPerSecond = Collections.unmodifiableMap(new TreeMap<>(flopPerSecond));
    }

    /// Empty where the GPU has no such units or nobody measured them.
    public OptionalDouble flopPerSecond(String precision) {
        Double found = flopPerSecond.get(precision);
        return found == null ? OptionalDouble.empty() : OptionalDouble.of(found);
    }

    /// What is not here, from others.
    public Ceilings orElse(Ceilings others) {
        Map<String, Double> all = new TreeMap<>(others.flopPerSecond);
        all.putAll(flopPerSecond);
        return new Ceilings(
                device,
                all.size() == flopPerSecond.size() ? source : source + ", else " + others.source,
                bytesPerSecond > 0 ? bytesPerSecond : others.bytesPerSecond,
                all);
    }
}
