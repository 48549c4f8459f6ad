package dev.assay.core.speed;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Peak figures that NVIDIA publishes, without sparsity.
///
/// FP32 is that of the CUDA cores; the others are those of the tensor cores. The data sheets of
/// H100 and H200 state the tensor cores' rates with sparsity (989, 1979 and 3958), twice the dense
/// ones; dense ones are in the white paper *NVIDIA H100 Tensor Core GPU Architecture*, table of the
/// SXM5 board's peak rates: 66.9, 494.7, 989.4 and 1978.9. The H200 has the same chip and, in its
/// data sheet, the same rates. The A10's data sheet states both.
public final class DataSheet {
    private static final double TERA = 1e12;
    private static final double GIGA = 1e9;

    /// The GPU that the published results were measured on.
    public static final Ceilings A10 =
            sheet(
                    "NVIDIA A10",
                    "NVIDIA A10 Tensor Core GPU datasheet (DA-10418)",
                    600,
                    Map.of(
                            "FP32", 31.2, "TF32", 62.5, "FP16", 125.0, "BF16", 125.0, "INT8",
                            250.0));

    /// The SXM5 board.
    public static final Ceilings H100 =
            sheet(
                    "NVIDIA H100",
                    "NVIDIA H100 Tensor Core GPU Architecture, SXM5, dense; datasheet for the memory",
                    3350,
                    hopper());

    public static final Ceilings H200 =
            sheet(
                    "NVIDIA H200",
                    "NVIDIA H200 Tensor Core GPU datasheet, SXM; dense rates of the H100's chip",
                    4800,
                    hopper());

    private DataSheet() {}

    /// The sheet of a GPU by the name that its driver gives it; empty for boards that differ, such
    /// as the PCIe and the GH200 variants, and for GPUs without a sheet here.
    public static Optional<Ceilings> of(String device) {
        String name = device.toUpperCase(Locale.ROOT);
        if (name.contains("PCIE") || name.contains("NVL") || name.contains("MIG")) {
            return Optional.empty();
        }
        return List.of(A10, H100, H200).stream()
                .filter(it ->
                        name.matches(".*\\b" + it.device().substring("NVIDIA ".length()) + "\\b.*"))
                .findFirst();
    }

    private static Map<String, Double> hopper() {
        return Map.of(
                "FP32", 66.9, "TF32", 494.7, "FP16", 989.4, "BF16", 989.4, "FP8", 1978.9, "INT8",
                1978.9);
    }

    private static Ceilings sheet(
            String device, String source, double gigabytes, Map<String, Double> tera) {
        Map<String, Double> flop = new TreeMap<>();
        tera.forEach((precision, value) -> flop.put(precision, value * TERA));
        return new Ceilings(device, source, gigabytes * GIGA, flop);
    }
}
