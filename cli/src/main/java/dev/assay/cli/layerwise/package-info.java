/// Runs of an engine and its reference whose layers are compared.
package dev.assay.cli.layerwise;
