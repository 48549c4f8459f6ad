package dev.assay.cli;

import dev.assay.accuracy.generate.dataset.DataSet;
import dev.assay.accuracy.generate.output.GeneratedFolder;
import dev.assay.core.AssayException;
import dev.assay.core.generated.GeneratedData;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Suite;
import dev.assay.core.suite.SuiteReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/// Makes the data sets that a suite wants generated, before anything needs them.
record GeneratedSets(EngineCatalog catalog, PrintStream err) {
    private static final double NANOS = 1e9;

    static GeneratedSets of(EngineCatalog catalog) {
        return new GeneratedSets(catalog, Console.err());
    }

    /// Makes what is missing, damaged or was asked for differently; says so in a line.
    ///
    /// @throws AssayException if a folder holds what Assay has not made, or if a model's file is
    ///   not among what was made
    void make(Suite suite) {
        if (suite.generated().isEmpty()) {
            return;
        }
        suite.generated().forEach(this::make);
        new SuiteReader(catalog).withGenerated().read(suite.file());
    }

    /// Makes what the suites among the reference data want generated, for a kit or a release: the
    /// other host need not make it, and may not be able to write there.
    void makeAll(Path referenceData) {
        SuiteReader reader = new SuiteReader(catalog).withoutFiles();
        try (Stream<Path> suites = Files.list(referenceData.resolve("suites"))) {
            suites.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .flatMap(file -> wanted(reader, file))
                    .filter(data -> data.into().startsWith(referenceData))
                    .forEach(this::make);
        } catch (IOException e) {
            throw AssayException.environment("Cannot read the suites in " + referenceData, e);
        }
    }

    private static Stream<GeneratedData> wanted(SuiteReader reader, Path file) {
        try {
            return reader.read(file).generated().stream();
        } catch (AssayException e) {
            // A suite with mistakes says so when it is run; the kit can do without its data.
            return Stream.empty();
        }
    }

    private void make(GeneratedData data) {
        GeneratedRequest request = data.request();
        DataSet set = new DataSet(request, Runtime.getRuntime().availableProcessors());
        GeneratedFolder folder = set.folder(data.into());
        if (folder.state() == GeneratedFolder.State.CURRENT) {
            return;
        }
        err.printf(
                Locale.ROOT,
                "Generating %d of %s, seed %d, into %s ... ",
                request.count(),
                request.kind().slug(),
                request.seed(),
                folder.path());
        long start = System.nanoTime();
        boolean made = false;
        try {
            folder.make(set::fill);
            made = true;
        } finally {
            err.println(
                    made
                            ? String.format(
                                    Locale.ROOT, "%.1f s", (System.nanoTime() - start) / NANOS)
                            : "not made");
        }
    }
}
