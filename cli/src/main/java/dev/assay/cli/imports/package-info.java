/// A suite made from a user's own model and tensors.
package dev.assay.cli.imports;
