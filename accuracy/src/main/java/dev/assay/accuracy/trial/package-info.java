/// One computation of a model's stored rows by an engine that nobody has measured yet.
package dev.assay.accuracy.trial;
