/// How many times as fast one engine is as another, and when that may not be said.
@NullMarked
package dev.assay.core.speedup;

import org.jspecify.annotations.NullMarked;
