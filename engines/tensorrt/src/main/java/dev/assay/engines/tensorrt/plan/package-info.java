/// Plans on disk: their keys, records and headers, and what they say of their layers. No natives.
package dev.assay.engines.tensorrt.plan;
