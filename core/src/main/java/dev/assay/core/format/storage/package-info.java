/// What every tensor format needs beside its own syntax: hints, element types, a limit on memory.
package dev.assay.core.format.storage;
