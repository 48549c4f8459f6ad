/// Times of single kernels, as the bench of the plugins and its like in PyTorch print them.
package dev.assay.core.lab;
