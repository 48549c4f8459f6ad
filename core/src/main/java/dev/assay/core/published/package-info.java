/// Figures that others published, to be shown beside measured ones and never compared with them.
package dev.assay.core.published;
