/// Writes generated data: many images at a time, never all in memory, and nothing that looks
/// complete before it is.
package dev.assay.accuracy.generate.output;
