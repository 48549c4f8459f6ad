/// Raw outputs as detections.
package dev.assay.accuracy.detection.decode;
