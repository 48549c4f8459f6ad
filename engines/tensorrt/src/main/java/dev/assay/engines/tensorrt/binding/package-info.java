/// What the TensorRT bindings lack: ownership, types, messages and what was really loaded.
package dev.assay.engines.tensorrt.binding;
