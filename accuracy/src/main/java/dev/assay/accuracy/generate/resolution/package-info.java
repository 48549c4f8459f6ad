/// Makes photographs and short films in two sizes, for networks that enlarge.
package dev.assay.accuracy.generate.resolution;
