/// What a person or a build server reads of a run: page, charts, tables, JUnit XML.
@org.jspecify.annotations.NullMarked
package dev.assay.reports;
