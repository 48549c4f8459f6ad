/// Where an engine's time goes: by layer, kernel and precision, beside what the GPU could do.
@org.jspecify.annotations.NullMarked
package dev.assay.core.breakdown;
