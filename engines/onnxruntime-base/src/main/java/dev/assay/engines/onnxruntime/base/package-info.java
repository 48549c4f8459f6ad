/// What is the same of ONNX Runtime through its Java API and through its C++ API: settings, where
/// nodes ran, and what to say when something is missing.
///
/// Knows neither API: both bring classes of one name, and only one of them can be on a class path.
package dev.assay.engines.onnxruntime.base;
