/// Times one query of a case at every boundary, on demand.
package dev.assay.benchmarks.boundaries;
