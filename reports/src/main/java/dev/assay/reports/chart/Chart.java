package dev.assay.reports.chart;

import dev.assay.reports.paint.Png;
import dev.assay.reports.text.DataTable;
import java.util.Base64;

/// A drawn chart with everything that is needed to read it without seeing it.
///
/// @param file name of the PNG beside the page
/// @param alternative what the picture shows, for those who do not see it
/// @param width in CSS pixels; the PNG has twice as many
/// @param numbers every number that was drawn
public record Chart(
        String file, String alternative, int width, int height, Png png, DataTable numbers) {
    public String dataUri() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.bytes());
    }
}
