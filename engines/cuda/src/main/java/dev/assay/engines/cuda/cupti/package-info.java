/// Kernel times by CUPTI's activity interface.
@org.jspecify.annotations.NullMarked
package dev.assay.engines.cuda.cupti;
