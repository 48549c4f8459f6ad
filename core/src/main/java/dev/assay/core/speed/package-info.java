/// How fast a GPU could be, and how near a layer comes to it.
@org.jspecify.annotations.NullMarked
package dev.assay.core.speed;
