package dev.assay.cli;

import dev.assay.core.trace.SpanStatistics;
import dev.assay.core.trace.TraceSummary;
import dev.assay.core.trace.TrtexecProfile;
import dev.assay.core.trace.TrtexecTimes;
import dev.assay.core.verdict.Exit;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The times in files that trtexec or Assay exported, by the same formulas.
@Command(
        name = "times",
        description = {
            "Times, throughput and slowest layers of files that trtexec wrote.",
            "Of --exportTimes, or Assay's engine option exportTimes, times and throughput by",
            "trtexec's formulas; of --exportProfile the layers that take the most time."
        },
        mixinStandardHelpOptions = true)
final class TimesCommand implements Callable<Integer> {
    private static final int TOP_LAYERS = 15;
    private static final int NAME_WIDTH = 52;

    @Parameters(arity = "1..*", paramLabel = "TIMES.json", description = "exported times")
    private List<Path> files = List.of();

    @Option(names = "--csv", description = "as CSV, seconds")
    private boolean csv;

    @Override
    public Integer call() {
        if (csv) {
            Console.out().println("file,queries,metric,median_seconds,queries_per_second");
        }
        for (Path file : files) {
            if (TrtexecProfile.isProfile(file)) {
                printLayers(file);
                continue;
            }
            print(file, TraceSummary.of(TrtexecTimes.read(file)));
        }
        return Exit.CLEAN;
    }

    /// The layers that take the most time.
    private void printLayers(Path file) {
        TrtexecProfile profile = TrtexecProfile.read(file);
        if (!csv) {
            Console.out()
                    .printf(
                            "%s: %d layers, %d queries%n",
                            file, profile.layers().size(), profile.count());
        }
        profile.layers().stream()
                .sorted(Comparator.comparingDouble(TrtexecProfile.Layer::percentage).reversed())
                .limit(csv ? Long.MAX_VALUE : TOP_LAYERS)
                .forEach(layer -> printLayer(file, profile.count(), layer));
    }

    private void printLayer(Path file, long queries, TrtexecProfile.Layer layer) {
        if (csv) {
            Console.out()
                    .printf(
                            Locale.ROOT,
                            "%s,%d,\"%s\",%.9f,%n",
                            file,
                            queries,
                            layer.name().replace("\"", "\"\""),
                            layer.medianMs() / 1e3);
        } else {
            Console.out()
                    .printf(
                            Locale.ROOT,
                            "  %5.1f %%  %10.4f ms  %s%n",
                            layer.percentage(),
                            layer.medianMs(),
                            shortened(layer.name()));
        }
    }

    private static String shortened(String name) {
        return name.length() <= NAME_WIDTH ? name : name.substring(0, NAME_WIDTH - 1) + "…";
    }

    private void print(Path file, TraceSummary summary) {
        Map<String, SpanStatistics> spans = new LinkedHashMap<>();
        spans.put("ENQUEUE", summary.enqueue());
        spans.put("H2D", summary.h2d());
        spans.put("DEVICE_COMPUTE", summary.compute());
        spans.put("D2H", summary.d2h());
        spans.put("WITH_TRANSFERS", summary.latency());
        if (csv) {
            spans.forEach((name, span) ->
                    Console.out()
                            .printf(
                                    Locale.ROOT,
                                    "%s,%d,%s,%.9f,%.4f%n",
                                    file,
                                    summary.queries(),
                                    name,
                                    span.median(),
                                    summary.throughput()));
            return;
        }
        Console.out()
                .printf(
                        Locale.ROOT,
                        "%s: %d queries, %.2f queries/s, ms%n  %-15s %10s %10s %10s %10s %10s%n",
                        file,
                        summary.queries(),
                        summary.throughput(),
                        "",
                        "median",
                        "mean",
                        "p90",
                        "p95",
                        "p99");
        spans.forEach((name, span) -> {
            Console.out()
                    .printf(
                            Locale.ROOT,
                            "  %-15s %10.4f %10.4f",
                            name,
                            span.median() * 1e3,
                            span.mean() * 1e3);
            span.quantiles()
                    .forEach(
                            it -> Console.out().printf(Locale.ROOT, " %10.4f", it.trtexec() * 1e3));
            Console.out().println();
        });
    }
}
