/// What was measured night by night on one kind of machine: append-only, one file a run.
@org.jspecify.annotations.NullMarked
package dev.assay.core.history;
