package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.format.AtomicFile;
import dev.assay.core.format.Json;
import dev.assay.core.stats.series.ChangePoint;
import dev.assay.core.stats.series.ChangePointSettings;
import dev.assay.core.stats.series.ChangePoints;
import dev.assay.core.verdict.Exit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Change points of a history, from any source.
@Command(
        name = "changepoints",
        description = {
            "Find where the level of a series changes, as Apache Otava does.",
            "The series is a JSON array of numbers, or an object with 'series' and, if it is",
            "wanted, 'direction' (lower or higher is better, which only names what is found)."
        },
        mixinStandardHelpOptions = true)
final class ChangePointsCommand implements Callable<Integer> {
    private static final String STDOUT = "-";

    @Parameters(paramLabel = "SERIES.json", description = "the series, oldest first")
    private Path file = Path.of("series.json");

    @Option(
            names = "--p",
            paramLabel = "P",
            description = "largest p of a change point; default: ${DEFAULT-VALUE}",
            defaultValue = "1e-4")
    private double largestP = 1e-4;

    @Option(
            names = "--window",
            paramLabel = "N",
            description = "values that are looked at together; default: ${DEFAULT-VALUE}",
            defaultValue = "50")
    private int window = 50;

    @Option(
            names = "--magnitude",
            paramLabel = "SHARE",
            description = "smallest relative change; default: ${DEFAULT-VALUE}",
            defaultValue = "0.02")
    private double magnitude = 0.02;

    @Option(
            names = "--json",
            paramLabel = "OUT",
            description = "write the change points as JSON, to stdout with -")
    private Optional<String> json = Optional.empty();

    /// What is written.
    record Found(List<ChangePoint> changePoints) {}

    @Override
    public Integer call() {
        JsonNode root = read(file);
        double[] series = series(root);
        boolean lowerIsBetter = lowerIsBetter(root);
        List<ChangePoint> found =
                ChangePoints.find(series, new ChangePointSettings(window, largestP, magnitude));
        String text = Json.indented().writeValueAsString(new Found(found)) + "\n";
        json.filter(it -> !it.equals(STDOUT)).ifPresent(it -> AtomicFile.write(Path.of(it), text));
        if (json.filter(STDOUT::equals).isPresent()) {
            Console.out().print(text);
        } else {
            print(found, series.length, lowerIsBetter);
        }
        return Exit.CLEAN;
    }

    private static void print(List<ChangePoint> found, int length, boolean lowerIsBetter) {
        Console.out()
                .printf(
                        "%d values, %d change point%s%n",
                        length, found.size(), found.size() == 1 ? "" : "s");
        for (ChangePoint point : found) {
            double change = point.meanAfter() / point.meanBefore() - 1;
            Console.out()
                    .printf(
                            Locale.ROOT,
                            "  at %d: %.6g to %.6g, %+.2f %%, %s, p = %.2g%n",
                            point.index(),
                            point.meanBefore(),
                            point.meanAfter(),
                            100 * change,
                            change > 0 == lowerIsBetter ? "worse" : "better",
                            point.pValue());
        }
    }

    private static JsonNode read(Path file) {
        if (!Files.exists(file)) {
            throw AssayException.config("There is no file " + file);
        }
        try {
            return Json.compact().readTree(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw AssayException.config("Cannot read %s: %s".formatted(file, e.getMessage()));
        } catch (JacksonException e) {
            throw AssayException.config(
                    "%s is not JSON: %s".formatted(file, e.getOriginalMessage()));
        }
    }

    private double[] series(JsonNode root) {
        JsonNode array = root.isObject() ? root.path("series") : root;
        if (!array.isArray()) {
            throw AssayException.config(
                    file + " is neither an array of numbers nor an object with 'series'");
        }
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            if (!array.get(i).isNumber()) {
                throw AssayException.config(
                        "%s: value %s of the series is %s, not a number"
                                .formatted(file, i, array.get(i)));
            }
            values[i] = array.get(i).asDouble();
        }
        return values;
    }

    private boolean lowerIsBetter(JsonNode root) {
        String direction = root.path("direction").asString("lower");
        return switch (direction) {
            case "lower" -> true;
            case "higher" -> false;
            default ->
                    throw AssayException.config(
                            "%s: direction is '%s', it must be lower or higher"
                                    .formatted(file, direction));
        };
    }
}
