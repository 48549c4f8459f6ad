/// Sums without rounding and order statistics without sorting, both mergeable in any order.
@org.jspecify.annotations.NullMarked
package dev.assay.core.stats.exact;
