/// Building a plan: settings under the names of trtexec, shapes, precisions and timing caches.
package dev.assay.engines.tensorrt.build;
