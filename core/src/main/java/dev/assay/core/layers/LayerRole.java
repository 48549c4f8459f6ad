package dev.assay.core.layers;

/// What a layer is for.
public enum LayerRole {
    /// It computes.
    COMPUTE,
    /// It changes the layout or the type of a tensor, and the engine put it there.
    REFORMAT,
    /// It moves, casts, quantises or rearranges, as the network asks.
    MOVE,
    /// Nothing runs on data: shapes, constants, signals between streams.
    NOTHING;

    /// Whether it moves data and computes nothing.
    public boolean moves() {
        return this == REFORMAT || this == MOVE;
    }
}
