/// A zip archive read from a memory map.
package dev.assay.core.format.zip;
