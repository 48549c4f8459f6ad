/// What every engine on an NVIDIA GPU needs: the device itself, a timed pipeline, blocking queries,
/// and the GPU's sensors. No type of CUDA's bindings leaves the engines.
package dev.assay.engines.cuda;
