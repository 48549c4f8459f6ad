package dev.assay.engines.tensorrt.build;

import dev.assay.core.tensor.Shape;

/// The shapes that an engine accepts for one input, batch first, and the one it is tuned for.
record ShapeRange(Shape min, Shape opt, Shape max) {
    static ShapeRange exactly(Shape shape) {
        return new ShapeRange(shape, shape, shape);
    }
}
