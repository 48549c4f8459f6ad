package dev.assay.reports;

import dev.assay.core.format.AtomicFile;
import dev.assay.core.run.RunDirectory;
import dev.assay.reports.ci.CiRun;
import dev.assay.reports.ci.JunitXml;
import dev.assay.reports.ladder.LadderExport;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.page.Page;
import dev.assay.reports.page.PageBuilder;
import dev.assay.reports.speedup.SpeedUpCsv;
import java.nio.file.Path;

/// Writes the report of a run: `index.html`, its charts as `*.png`, `junit.xml`, `summary.md`,
/// `speedups.csv` and, of ladders, `ladders.md` and `ladders.csv`.
///
/// The same run gives the same bytes: nothing is taken from the clock, the locale or the machine.
public final class ReportWriter {
    private ReportWriter() {}

    /// @param folder is created; files of an earlier report are replaced
    /// @return the page
    /// @throws dev.assay.core.AssayException if the run cannot be read or the folder not be written
    public static Path write(RunDirectory run, Path folder) {
        ReportModel model = ReportModel.of(run);
        PageBuilder builder = new PageBuilder();
        Page page = builder.build(model, folder);
        Path index = folder.resolve("index.html");
        page.charts()
                .forEach(chart ->
                        AtomicFile.write(folder.resolve(chart.file()), chart.png().bytes()));
        AtomicFile.write(index, builder.render(page));
        page.inside()
                .pages()
                .forEach(it ->
                        AtomicFile.write(folder.resolve(it.inside().file()), builder.render(it)));
        AtomicFile.write(folder.resolve("junit.xml"), JunitXml.render(CiRun.of(model, false)));
        AtomicFile.write(folder.resolve("summary.md"), JobSummary.render(model));
        AtomicFile.write(folder.resolve("speedups.csv"), SpeedUpCsv.render(model));
        if (!model.ladders().all().isEmpty()) {
            AtomicFile.write(folder.resolve("ladders.md"), LadderExport.markdown(model));
            AtomicFile.write(folder.resolve("ladders.csv"), LadderExport.csv(model));
        }
        return index;
    }
}
