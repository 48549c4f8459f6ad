/// Proposes tolerances from what is known of a reference's own noise and of rounding.
package dev.assay.accuracy.advice;
