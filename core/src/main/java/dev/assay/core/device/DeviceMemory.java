package dev.assay.core.device;

/// Device memory that an engine took, as free memory before and after each step tells.
///
/// @param engineBytes weights and code of the loaded engine
/// @param contextBytes activations and scratch of one execution context, as the engine itself
///   states it
/// @param bufferBytes inputs and outputs of the queries
public record DeviceMemory(long engineBytes, long contextBytes, long bufferBytes) {}
