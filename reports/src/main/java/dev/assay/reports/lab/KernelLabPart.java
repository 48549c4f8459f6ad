package dev.assay.reports.lab;

import dev.assay.core.lab.KernelLab;
import dev.assay.core.lab.KernelRow;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.paint.HouseTheme;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the page shows of kernels that were timed alone.
///
/// @param lead which GPU, and how steady it was
/// @param words for each kernel, how near the best variant comes to a copy
/// @param tables one a kernel, every variant, the losing ones too
/// @param charts one a kernel
public record KernelLabPart(
        String lead, List<String> words, List<DataTable> tables, List<Chart> charts) {
    /// Variants that are not the plugins' own.
    static final String PYTORCH = "pytorch";

    static final String COMPILED = "torch.compile";

    /// What issue and metrics call near: of the bandwidth of a copy, for data beyond the cache.
    static final double NEAR = 0.85;

    private static final int BEYOND_CACHE = 4;

    public KernelLabPart {
        words = List.copyOf(words);
        tables = List.copyOf(tables);
        charts = List.copyOf(charts);
    }

    /// @param draw gives a chart, or nothing where this machine draws none
    public static KernelLabPart of(
            KernelLab lab, Function<Function<HouseTheme, Optional<Chart>>, Optional<Chart>> draw) {
        Map<String, List<KernelRow>> byKernel = new LinkedHashMap<>();
        lab.rows()
                .forEach(it ->
                        byKernel.computeIfAbsent(it.kernel(), _ -> new ArrayList<>()).add(it));
        List<String> words = new ArrayList<>();
        List<DataTable> tables = new ArrayList<>();
        List<Chart> charts = new ArrayList<>();
        byKernel.forEach((kernel, rows) -> {
            words(kernel, rows, lab).ifPresent(words::add);
            DataTable table = table(kernel, rows);
            tables.add(table);
            draw.apply(theme -> KernelChart.of(theme, lab.gpu(), kernel, rows))
                    .ifPresent(charts::add);
        });
        return new KernelLabPart(lead(lab), words, tables, charts);
    }

    private static String lead(KernelLab lab) {
        return "Each kernel alone on a %s, between device events in a CUDA graph. Cold: every launch finds its data in memory; hot: in L2 where it fits. Shares are of the bandwidth of %s, by bytes that have to be moved%s."
                .formatted(
                        lab.gpu(),
                        lab.copyBytesPerSecond().isPresent()
                                ? "the fastest copy among them, "
                                        + Math.round(lab.copyBytesPerSecond().getAsDouble() / 1e9)
                                        + " GB/s read and written"
                                : "a copy in the same process",
                        lab.copyAgain().isPresent()
                                ? "; copies themselves came out within "
                                        + Numbers.percent(lab.copyAgain().getAsDouble())
                                        + " again at the end"
                                : "");
    }

    /// Over sizes of at least four times the cache.
    private static Optional<String> words(String kernel, List<KernelRow> rows, KernelLab lab) {
        List<KernelRow> best =
                rows.stream()
                        .filter(it -> it.cold() && it.bytes() >= BEYOND_CACHE * lab.l2Bytes())
                        .filter(KernelLabPart::own)
                        .collect(
                                Collectors.groupingBy(
                                        KernelRow::subject,
                                        LinkedHashMap::new,
                                        Collectors.toList()))
                        .values()
                        .stream()
                        .map(KernelLabPart::fastest)
                        .toList();
        if (best.isEmpty()) {
            return Optional.empty();
        }
        double least = best.stream().mapToDouble(KernelRow::ofCopy).min().orElseThrow();
        double most = best.stream().mapToDouble(KernelRow::ofCopy).max().orElseThrow();
        long slower =
                best.stream()
                        .filter(it ->
                                others(rows, it).stream()
                                        .anyMatch(other -> other < it.medianSeconds()))
                        .count();
        return Optional.of(
                "%s: the best variant reaches %s to %s of a copy on %d sizes of at least four times the L2%s; PyTorch or torch.compile is faster on %d of them"
                        .formatted(
                                kernel,
                                Numbers.percent(least),
                                Numbers.percent(most),
                                best.size(),
                                least < NEAR ? ", so not the 85 % it should everywhere" : "",
                                slower));
    }

    static boolean own(KernelRow row) {
        return !row.variant().equals(PYTORCH) && !row.variant().equals(COMPILED);
    }

    private static KernelRow fastest(List<KernelRow> rows) {
        return rows.stream()
                .min(Comparator.comparingDouble(KernelRow::medianSeconds))
                .orElseThrow();
    }

    /// Cold times of PyTorch's own for the same.
    private static List<Double> others(List<KernelRow> rows, KernelRow row) {
        return rows.stream()
                .filter(it -> it.cold() && !own(it) && it.subject().equals(row.subject()))
                .map(KernelRow::medianSeconds)
                .toList();
    }

    private static DataTable table(String kernel, List<KernelRow> rows) {
        List<List<String>> lines = new ArrayList<>();
        Map<KernelRow.Subject, List<KernelRow>> bySubject =
                rows.stream()
                        .collect(
                                Collectors.groupingBy(
                                        KernelRow::subject,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        bySubject.forEach((subject, all) -> {
            List<KernelRow> cold =
                    all.stream()
                            .filter(KernelRow::cold)
                            .sorted(Comparator.comparingDouble(KernelRow::medianSeconds))
                            .toList();
            for (KernelRow row : cold) {
                lines.add(line(subject, row, all, row == cold.getFirst()));
            }
        });
        return new DataTable(
                kernel,
                List.of(
                        "Shape",
                        "Type",
                        "Variant",
                        "Cold",
                        "Of a copy",
                        "Hot",
                        "Of a copy, hot",
                        "PyTorch / this",
                        "torch.compile / this"),
                3,
                lines);
    }

    private static List<String> line(
            KernelRow.Subject subject, KernelRow row, List<KernelRow> all, boolean fastest) {
        Optional<KernelRow> hot =
                all.stream()
                        .filter(it -> !it.cold() && it.variant().equals(row.variant()))
                        .findFirst();
        return List.of(
                subject.shape().toString(),
                subject.element(),
                row.variant() + (fastest ? " (fastest)" : ""),
                Numbers.duration(row.medianSeconds()),
                Numbers.percent(row.ofCopy()),
                hot.map(it -> Numbers.duration(it.medianSeconds())).orElse(Numbers.ABSENT),
                hot.map(it -> Numbers.percent(it.ofCopy())).orElse(Numbers.ABSENT),
                against(PYTORCH, row, all),
                against(COMPILED, row, all));
    }

    /// Above 1, the variant is faster than PyTorch.
    static String against(String other, KernelRow row, List<KernelRow> all) {
        return all.stream()
                .filter(it -> it.cold() && it.variant().equals(other))
                .findFirst()
                .map(it -> Numbers.ratio(it.medianSeconds() / row.medianSeconds()))
                .orElse(Numbers.ABSENT);
    }
}
