/// Ladders of optimisation steps: what each of them brought, in numbers and in words.
package dev.assay.reports.ladder;
