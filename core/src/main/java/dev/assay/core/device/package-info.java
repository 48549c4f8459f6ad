/// What is known of an accelerator and of what it did: plain facts, no native code.
package dev.assay.core.device;
