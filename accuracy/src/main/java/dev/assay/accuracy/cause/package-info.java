/// Why outputs may be wrong: the usual mistakes, tried out on the tensors themselves.
package dev.assay.accuracy.cause;
