/// Rows that ranges of quantised numbers are found from, and the checks that keep scored rows out
/// of them.
package dev.assay.core.calibration;
