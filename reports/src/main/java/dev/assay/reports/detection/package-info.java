/// What detectors score beside their references.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.detection;
