/// Makes 31-band spectral scenes with the colour picture that a camera takes of them.
package dev.assay.accuracy.generate.spectral;
