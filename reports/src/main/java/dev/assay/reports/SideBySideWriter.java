package dev.assay.reports;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.run.RunDirectory;
import dev.assay.reports.page.PageBuilder;
import dev.assay.reports.sidebyside.SideBySide;
import java.nio.file.Path;
import java.util.List;

/// Writes a page that sets runs of unlike environments beside each other.
public final class SideBySideWriter {
    private SideBySideWriter() {}

    /// @param folder is created
    /// @return the page
    public static Path write(List<RunDirectory> runs, Path folder) {
        Path index = folder.resolve("index.html");
        AtomicFile.write(index, new PageBuilder().render(SideBySide.of(runs, folder)));
        return index;
    }
}
