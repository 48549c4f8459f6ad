/// Dearer forms, as exporters of the published networks wrote them: what an optimisation is
/// measured against.
package dev.assay.onnx.rewrite.published;
