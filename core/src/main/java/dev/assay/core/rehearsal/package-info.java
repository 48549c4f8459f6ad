/// The gate tried on itself: on equal subjects, and on slowdowns of known size.
@org.jspecify.annotations.NullMarked
package dev.assay.core.rehearsal;
