/// Makes input data instead of storing it: seeded, and the same bits on every machine.
package dev.assay.accuracy.generate;
