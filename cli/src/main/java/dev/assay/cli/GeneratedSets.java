package dev.assay.cli;

import dev.assay.accuracy.generate.dataset.DataSet;
import dev.assay.accuracy.generate.output.GeneratedFolder;
import dev.assay.core.AssayException;
import dev.assay.core.generated.GeneratedData;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Suite;
import dev.assay.core.suite.SuiteReader;
import java.io.PrintStream;
import java.util.Locale;

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

    void make(GeneratedData data) {
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
