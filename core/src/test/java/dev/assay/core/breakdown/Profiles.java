package dev.assay.core.breakdown;

import dev.assay.core.kernels.Activity;
import dev.assay.core.kernels.KernelProfile;
import dev.assay.core.kernels.KernelTime;
import dev.assay.core.kernels.LayerLink;
import dev.assay.core.suite.CaseId;
import java.util.List;
import java.util.Optional;

/// Profiles as a GPU would give them.
public final class Profiles {
    private Profiles() {}

    /// @param layer that it belongs to, negative for none
    public static KernelTime kernel(String name, double seconds, int layer) {
        return new KernelTime(
                Activity.Kind.KERNEL,
                name,
                "1,1,1",
                "128,1,1",
                0,
                7,
                0,
                seconds,
                seconds,
                seconds,
                seconds,
                layer < 0
                        ? Optional.empty()
                        : Optional.of(new LayerLink(layer, LayerLink.By.RANGE)));
    }

    public static KernelProfile of(KernelTime... kernels) {
        List<KernelTime> all = List.of(kernels);
        double sum = all.stream().mapToDouble(KernelTime::medianSeconds).sum();
        return new KernelProfile(
                KernelProfile.SCHEMA,
                new CaseId("m/tensorrt-onnx/fp16/b4/3x8x8/base/latency"),
                "0".repeat(64),
                "NVIDIA H200",
                50,
                "captured",
                sum,
                sum,
                all,
                Optional.empty(),
                List.of());
    }
}
