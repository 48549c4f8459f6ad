package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.stats.Distribution;
import dev.assay.core.trace.QueryTrace;
import dev.assay.core.trace.TrtexecProfile;
import dev.assay.core.trace.TrtexecTimes;
import dev.assay.core.verdict.Exit;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The times in files that trtexec or Assay exported, by the same formulas.
@Command(
        name = "times",
        description = {
            "Medians and throughput of files written by trtexec --exportTimes or by",
            "Assay with the engine option exportTimes: both by the same formulas. Of a file",
            "written by trtexec --exportProfile, the layers that take the most time."
        },
        mixinStandardHelpOptions = true)
final class TimesCommand implements Callable<Integer> {
    private static final int TOP_LAYERS = 15;
    private static final int NAME_WIDTH = 52;
    private static final Map<MeasurementBoundary, ToDoubleFunction<QueryTrace>> SPANS =
            new EnumMap<>(
                    Map.of(
                            MeasurementBoundary.DEVICE_COMPUTE, QueryTrace::compute,
                            MeasurementBoundary.ENQUEUE, QueryTrace::enqueue,
                            MeasurementBoundary.H2D, QueryTrace::h2d,
                            MeasurementBoundary.D2H, QueryTrace::d2h,
                            MeasurementBoundary.WITH_TRANSFERS, QueryTrace::latency));

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
            List<QueryTrace> traces = TrtexecTimes.read(file);
            if (traces.isEmpty()) {
                throw AssayException.data(file + " holds no query");
            }
            print(file, traces);
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
                .forEach(layer ->
                        Console.out()
                                .printf(
                                        Locale.ROOT,
                                        csv
                                                ? "%4$s,%5$d,%1$s,%3$.9f,%n"
                                                : "  %2$5.1f %%  %6$10.4f ms  %1$s%n",
                                        csv
                                                ? "\"" + layer.name().replace("\"", "\"\"") + "\""
                                                : shortened(layer.name()),
                                        layer.percentage(),
                                        layer.medianMs() / 1e3,
                                        file,
                                        profile.count(),
                                        layer.medianMs()));
    }

    private static String shortened(String name) {
        return name.length() <= NAME_WIDTH ? name : name.substring(0, NAME_WIDTH - 1) + "…";
    }

    private void print(Path file, List<QueryTrace> traces) {
        double from = traces.stream().mapToDouble(QueryTrace::h2dStart).min().orElseThrow();
        double to = traces.stream().mapToDouble(QueryTrace::end).max().orElseThrow();
        double throughput = traces.size() / (to - from);
        if (!csv) {
            Console.out()
                    .printf(
                            Locale.ROOT,
                            "%s: %d queries, %.2f queries/s%n",
                            file,
                            traces.size(),
                            throughput);
        }
        SPANS.forEach((boundary, span) -> {
            double median =
                    Distribution.quantiles(traces.stream().mapToDouble(span).toArray())
                            .evaluate(50);
            if (csv) {
                Console.out()
                        .printf(
                                Locale.ROOT,
                                "%s,%d,%s,%.9f,%.4f%n",
                                file,
                                traces.size(),
                                boundary,
                                median,
                                throughput);
            } else {
                Console.out()
                        .printf(Locale.ROOT, "  %-16s median %10.4f ms%n", boundary, median * 1e3);
            }
        });
    }
}
