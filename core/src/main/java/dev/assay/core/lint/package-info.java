/// What in an engine costs time without need, and what to do about it.
@org.jspecify.annotations.NullMarked
package dev.assay.core.lint;
