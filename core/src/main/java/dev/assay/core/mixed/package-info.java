/// Searches for the few nodes of a network that matter: that must stay in FP32 for its outputs to
/// be right, or that an engine cannot build.
package dev.assay.core.mixed;
