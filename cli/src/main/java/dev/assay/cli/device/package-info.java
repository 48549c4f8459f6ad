/// GPUs of this host: which there are, which one a run uses, and who else does.
package dev.assay.cli.device;
