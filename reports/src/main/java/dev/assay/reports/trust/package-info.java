/// The strip of facts on the first screen that say why the numbers can be believed.
@org.jspecify.annotations.NullMarked
package dev.assay.reports.trust;
