/// Image files as the inputs of a network.
package dev.assay.accuracy.detection.image;
