package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Suite;
import dev.assay.core.suite.SuiteReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which cases of a suite a command looks into.
final class CaseArgument {
    @Parameters(
            paramLabel = "CASE",
            description =
                    "a case's id as `assay cases` lists it, or a pattern such as '**/fp16/b1/**'")
    private String pattern = "";

    @Option(
            names = "--suite",
            paramLabel = "FILE",
            description = "suite that it is a case of; default: smoke")
    private Optional<Path> suite = Optional.empty();

    /// The cases, one of several that differ in their workload alone.
    ///
    /// @param able cases that the command can look into
    /// @param which what such cases are, for the error where none is
    /// @throws AssayException if none of them matches
    List<BenchmarkCase> cases(
            AssayHome home, EngineCatalog catalog, Predicate<BenchmarkCase> able, String which) {
        return cases(home, catalog, suite, pattern, able, which);
    }

    /// The same for a pattern and a suite from elsewhere.
    static List<BenchmarkCase> cases(
            AssayHome home,
            EngineCatalog catalog,
            Optional<Path> suite,
            String pattern,
            Predicate<BenchmarkCase> able,
            String which) {
        Suite read = new SuiteReader(catalog).read(suite.orElseGet(home::defaultSuite));
        List<BenchmarkCase> kept = new ArrayList<>();
        List<BenchmarkCase> matching = SuiteOptions.expand(read.keeping(pattern), catalog);
        for (BenchmarkCase it : matching) {
            if (it.skipped().isEmpty()
                    && able.test(it)
                    && kept.stream()
                            .noneMatch(
                                    other -> withoutWorkload(other).equals(withoutWorkload(it)))) {
                kept.add(it);
            }
        }
        if (kept.isEmpty()) {
            throw AssayException.config(
                    "%s of suite %s: %s"
                            .formatted(
                                    matching.getFirst().id(),
                                    read.name(),
                                    matching.getFirst().skipped().orElse("only " + which)));
        }
        GeneratedSets.of(catalog).make(read);
        return kept;
    }

    private static String withoutWorkload(BenchmarkCase it) {
        String id = it.id().toString();
        return id.substring(0, id.lastIndexOf('/'));
    }
}
