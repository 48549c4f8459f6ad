/// The kernel lab: variants of single kernels beside each other and beside PyTorch.
package dev.assay.reports.lab;
