/// TensorRT engines: plans built once, kept by their contents and loaded by every process.
package dev.assay.engines.tensorrt;
