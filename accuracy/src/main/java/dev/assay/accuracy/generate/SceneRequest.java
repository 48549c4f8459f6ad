package dev.assay.accuracy.generate;

/// Names one procedural scene: the same request gives the same pixels on every machine.
///
/// @param seed the seed of the data set
/// @param index the scene's position in the data set, from 0; scenes of one seed are independent
/// @param height rows, at least 8
/// @param width columns, at least 8
public record SceneRequest(long seed, int index, int height, int width) {

    private static final int SMALLEST_SIDE = 8;

    // Keeps 3 * height * width far inside an array's length.
    private static final int LARGEST_SIDE = 16_384;

    public SceneRequest {
        if (index < 0) {
            throw new IllegalArgumentException("scene index must be 0 or more, but is " + index);
        }
        checkSide("height", height);
        checkSide("width", width);
    }

    private static void checkSide(String name, int side) {
        if (side < SMALLEST_SIDE || side > LARGEST_SIDE) {
            throw new IllegalArgumentException(
                    "scene %s must be %d to %d pixels, but is %d"
                            .formatted(name, SMALLEST_SIDE, LARGEST_SIDE, side));
        }
    }
}
