/// ONNX Runtime through JavaCPP's bindings of its C++ API, with tensors that stay on the GPU.
package dev.assay.engines.onnxruntime.iobinding;
