/// `assay quick`: makes a suite of one model out of trtexec's flags.
package dev.assay.cli.quick;
