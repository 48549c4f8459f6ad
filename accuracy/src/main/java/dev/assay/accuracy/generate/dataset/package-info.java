/// Every kind of generated data behind one door.
package dev.assay.accuracy.generate.dataset;
