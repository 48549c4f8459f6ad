/// `assay debug` and `assay repro`: where a model goes wrong, and what a report of it needs.
package dev.assay.cli.debug;
