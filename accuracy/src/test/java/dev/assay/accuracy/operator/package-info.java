/// Single operators in double precision, the ways in which implementations of them go wrong, and
/// the error that their arithmetic allows: for plugins and kernels that are tested alone.
package dev.assay.accuracy.operator;
