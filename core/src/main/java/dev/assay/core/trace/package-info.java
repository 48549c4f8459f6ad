/// Times of single queries between device events, with trtexec's formulas and file formats.
package dev.assay.core.trace;
