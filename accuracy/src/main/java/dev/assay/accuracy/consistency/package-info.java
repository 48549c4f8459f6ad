/// Checks of an engine against itself: they need no reference, and find what a comparison of one
/// batch with one file cannot.
package dev.assay.accuracy.consistency;
