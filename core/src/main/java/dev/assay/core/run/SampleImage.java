package dev.assay.core.run;

/// One row of an image output as pictures: the engine's, the reference's and where they differ.
///
/// @param role why the row was chosen, `worst` or `median`
/// @param row of the inputs
/// @param rmse of the row, all channels
/// @param shown which channels the pictures show, in words
/// @param width of the output in pixels; the pictures may be smaller
/// @param pixels values that are drawn black and white
/// @param errors errors at the two ends of the error map's logarithmic scale
/// @param files PNGs, relative to the run directory
public record SampleImage(
        String output,
        String role,
        int row,
        double rmse,
        String shown,
        int width,
        int height,
        Ends pixels,
        Ends errors,
        Files files) {
    SampleImage ofBuild(int number) {
        return new SampleImage(
                output,
                role + ", build " + number,
                row,
                rmse,
                shown,
                width,
                height,
                pixels,
                errors,
                files);
    }

    /// Values at the two ends of a scale of colours.
    public record Ends(double low, double high) {}

    /// @param error `|a-b|`, for each pixel the largest of all channels
    /// @param scale the colours of the error map, smallest error first
    public record Files(String engine, String reference, String error, String scale) {}
}
