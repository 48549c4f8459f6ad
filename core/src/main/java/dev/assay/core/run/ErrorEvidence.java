package dev.assay.core.run;

import java.util.List;

/// What a report shows of the errors without having the tensors.
///
/// @param histograms one for each output
/// @param images of the worst and a middling row of each image output; may be empty
public record ErrorEvidence(List<ErrorHistogram> histograms, List<SampleImage> images) {
    public ErrorEvidence {
        histograms = List.copyOf(histograms);
        images = List.copyOf(images);
    }

    /// The evidence of another build of the same engine.
    public ErrorEvidence ofBuild(int number) {
        return new ErrorEvidence(
                histograms.stream().map(it -> it.ofBuild(number)).toList(),
                images.stream().map(it -> it.ofBuild(number)).toList());
    }
}
