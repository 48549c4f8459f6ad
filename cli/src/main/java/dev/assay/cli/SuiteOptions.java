package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.CaseExpander;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Suite;
import dev.assay.core.suite.SuiteReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which suite, and which of its cases.
final class SuiteOptions {
    private static final int MOST_BUILDS = 9;

    @Option(
            names = "--suite",
            paramLabel = "FILE",
            description = "suite to run; default: smoke, on reference data that Assay brings")
    private Optional<Path> suite = Optional.empty();

    @Option(
            names = "--cases",
            paramLabel = "GLOB",
            description = "only cases whose id matches, e.g. '**/b1/**' or pytorch")
    private Optional<String> cases = Optional.empty();

    @Option(
            names = "--builds",
            paramLabel = "N",
            description = "build every engine so many times, independently, 1 to 9")
    private Optional<Integer> builds = Optional.empty();

    Suite read(AssayHome home, EngineCatalog catalog) {
        Suite read = new SuiteReader(catalog).read(suite.orElseGet(home::defaultSuite));
        builds.filter(count -> count < 1 || count > MOST_BUILDS)
                .ifPresent(count -> {
                    throw AssayException.config(
                            "--builds is %d, it must be 1 to 9".formatted(count));
                });
        Suite built = builds.map(count -> read.withBuilds(count, catalog)).orElse(read);
        return cases.map(built::keeping).orElse(built);
    }

    static List<BenchmarkCase> expand(Suite suite, EngineCatalog catalog) {
        List<BenchmarkCase> expanded = new CaseExpander(catalog).expand(suite);
        if (expanded.isEmpty()) {
            throw AssayException.config(
                    "No case of suite %s is left%s: see `assay cases`"
                            .formatted(
                                    suite.name(),
                                    suite.only().isEmpty() ? "" : " that matches " + suite.only()));
        }
        return expanded;
    }
}
