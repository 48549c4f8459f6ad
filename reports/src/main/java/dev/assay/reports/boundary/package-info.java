/// What each way of timing a query leaves out, for the cases whose boundaries were timed on demand.
package dev.assay.reports.boundary;
