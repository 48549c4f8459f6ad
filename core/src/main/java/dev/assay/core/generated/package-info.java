/// What data sets Assay can make from a seed, and how one is asked for.
package dev.assay.core.generated;
