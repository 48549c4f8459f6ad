/// The boundaries of one case as rungs of a ladder: what each way of timing a query leaves out.
package dev.assay.core.ladder;
