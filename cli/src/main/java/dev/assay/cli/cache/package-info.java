/// What lies in the user's cache, and what may go.
package dev.assay.cli.cache;
