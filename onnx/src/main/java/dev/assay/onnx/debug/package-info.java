/// Looks into models that compute something wrong, or that an engine cannot build.
package dev.assay.onnx.debug;
