/// How noisy each case is on one kind of machine.
@org.jspecify.annotations.NullMarked
package dev.assay.core.noise;
