/// What a suite says of a detector: its images, how they are prepared, how its outputs are read.
package dev.assay.core.detection;
