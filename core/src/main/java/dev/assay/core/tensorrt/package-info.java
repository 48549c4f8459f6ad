/// Which TensorRT a host brings, and which bindings call it; found out without loading it.
package dev.assay.core.tensorrt;
