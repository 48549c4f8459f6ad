/// Scores a detector on images: prepares them, decodes outputs, evaluates, compares with PyTorch's.
package dev.assay.accuracy.detection;
