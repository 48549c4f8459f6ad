package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.run.MeasurementBoundary;
import dev.assay.core.stats.Distribution;
import dev.assay.core.trace.QueryTrace;
import dev.assay.core.trace.TrtexecTimes;
import dev.assay.core.verdict.Exit;
import java.nio.file.Path;
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
            "Assay with the engine option exportTimes: both by the same formulas."
        },
        mixinStandardHelpOptions = true)
final class TimesCommand implements Callable<Integer> {
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
            List<QueryTrace> traces = TrtexecTimes.read(file);
            if (traces.isEmpty()) {
                throw AssayException.data(file + " holds no query");
            }
            print(file, traces);
        }
        return Exit.CLEAN;
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
