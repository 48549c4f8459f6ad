package dev.assay.reports.inside;

import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.breakdown.KernelGroup;
import dev.assay.core.breakdown.PrecisionShare;
import dev.assay.core.kernels.KernelProfile;
import dev.assay.core.lint.Finding;
import dev.assay.reports.chart.Chart;
import dev.assay.reports.text.DataTable;
import dev.assay.reports.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The page of one engine.
///
/// @param findings most expensive first
/// @param causes what became of other engines in this one
/// @param roofline where there are times and ceilings
public record InsidePage(
        String runId,
        InsideCase inside,
        List<Finding> findings,
        List<Cause> causes,
        Optional<Chart> roofline) {
    private static final int TOP = 25;
    private static final int OWNERS = 3;

    public InsidePage {
        findings = List.copyOf(findings);
        causes = List.copyOf(causes);
    }

    public String title() {
        return inside.row().id().text();
    }

    public String sentence() {
        return inside.breakdown().sentence(inside.asked());
    }

    /// What the times are and how far they can be believed; empty without times.
    public List<String> facts() {
        Optional<KernelProfile> profile = inside.profile();
        if (profile.isEmpty()) {
            return List.of(
                    "No kernels were noted: ./run-all.sh profile does that and writes this page anew.");
        }
        KernelProfile it = profile.get();
        Breakdown engine = inside.breakdown();
        List<String> facts = new ArrayList<>();
        facts.add(
                "%d launches a query, their times sum to %s; device compute takes %s (%s), %s while kernels are noted. Medians of %d queries, CUDA graph: %s."
                        .formatted(
                                it.kernels().size(),
                                Numbers.duration(it.sumSeconds()),
                                Numbers.duration(it.computeSeconds()),
                                it.computeSeconds() == 0
                                        ? Numbers.ABSENT
                                        : "sum "
                                                + Numbers.change(
                                                        it.sumSeconds() / it.computeSeconds() - 1),
                                Numbers.duration(it.tracedComputeSeconds()),
                                it.queries(),
                                it.graph().isEmpty() ? "no" : it.graph()));
        facts.add(
                "Between the first launch and the end of the last one nothing ran for %s, and %s ran beside another kernel."
                        .formatted(
                                Numbers.duration(it.idleSeconds()),
                                Numbers.duration(it.overlapSeconds())));
        facts.add(
                "The layer is known of %s of the time."
                        .formatted(Numbers.percent(it.linkedShare())));
        engine.lightShare()
                .ifPresent(share ->
                        facts.add(
                                "%s of speed of light over all layers whose work is known, by the ceilings of %s (%s)."
                                        .formatted(
                                                Numbers.percent(share),
                                                engine.ceilings().orElseThrow().device(),
                                                engine.ceilings().orElseThrow().source())));
        facts.addAll(it.notes());
        return List.copyOf(facts);
    }

    public boolean timed() {
        return inside.breakdown().timed();
    }

    public List<PrecisionShare> precisions() {
        return inside.breakdown().precisions();
    }

    public List<LayerLine> layers() {
        double longest =
                inside.breakdown().layers().stream()
                        .mapToDouble(it -> it.seconds().orElse(0))
                        .max()
                        .orElse(0);
        return inside.breakdown().layers().stream()
                .map(it -> LayerLine.of(it, inside.breakdown(), longest))
                .toList();
    }

    public List<String> layerHeadings() {
        return LayerLine.headings();
    }

    public DataTable precisionTable() {
        return new DataTable(
                "Precision by layers and by time",
                List.of("Runs", "Layers", "Time", "Share"),
                1,
                precisions().stream()
                        .map(it ->
                                List.of(
                                        it.precision(),
                                        Integer.toString(it.layers()),
                                        timed() ? Numbers.duration(it.seconds()) : Numbers.ABSENT,
                                        timed() ? Numbers.percent(it.share()) : Numbers.ABSENT))
                        .toList());
    }

    /// The kernels that take the most time.
    public List<KernelGroup> kernels() {
        return inside.breakdown().topKernels().stream().limit(TOP).toList();
    }

    /// A kernel's time over that of the first.
    public double bar(KernelGroup kernel) {
        double longest = inside.breakdown().topKernels().getFirst().seconds();
        return longest == 0 ? 0 : kernel.seconds() / longest;
    }

    /// The first layers of a kernel.
    public static String owners(KernelGroup kernel) {
        List<String> layers = kernel.layers();
        String first = String.join(", ", layers.subList(0, Math.min(OWNERS, layers.size())));
        return layers.size() > OWNERS
                ? first + " and " + (layers.size() - OWNERS) + " more"
                : first;
    }
}
