/// NumPy's array format, whether mapped or read as a stream inside another format.
package dev.assay.core.format.npy;
