/// Published figures beside measured ones: shown, never compared.
package dev.assay.reports.published;
