/// PyTorch engines in a worker process of the user's own Python.
package dev.assay.engines.python;
