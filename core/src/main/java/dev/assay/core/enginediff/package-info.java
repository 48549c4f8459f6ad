/// Two engines layer by layer: what fused, what moved, and what it cost.
@org.jspecify.annotations.NullMarked
package dev.assay.core.enginediff;
