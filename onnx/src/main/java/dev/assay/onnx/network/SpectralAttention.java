package dev.assay.onnx.network;

/// Self-attention of {@link MstPlusPlus} with the channels as tokens: attention is `[31, 31]` for
/// each head, whatever the size of the image.
record SpectralAttention<T>(
        NetworkBuilder<T> network, StoredWeights weights, String name, int channels) {
    /// What PyTorch's `normalize` divides by at least.
    private static final float FLOOR = 1e-12f;

    /// `[N, H, W, C]` to the same shape.
    T write(T x) {
        T value = linear("to_v", x);
        T query =
                network.normalise(name + ".to_q.rows.unit", rows("to_q", linear("to_q", x)), FLOOR);
        T key = network.normalise(name + ".to_k.rows.unit", rows("to_k", linear("to_k", x)), FLOOR);
        T across = network.transpose(name + ".query", query, 0, 1, 3, 2);
        T cosines = network.product(name + ".cosines", key, across);
        long heads = channels / MstPlusPlus.BANDS;
        T scores =
                network.scale(
                        name + ".scores",
                        cosines,
                        weights.take(name + ".rescale", name + ".scores", heads, 1, 1));
        T attention = network.softmax(name + ".attention", scores);
        T mixed = network.product(name + ".mixed", attention, rows("to_v", value));
        mixed = network.transpose(name + ".tokens", mixed, 0, 3, 1, 2);
        mixed = network.reshapeLike(name + ".merged", mixed, x);
        String proj = name + ".proj";
        T projected =
                network.addVector(
                        proj + ".biased",
                        linear("proj", mixed),
                        weights.take(proj + ".bias", proj, channels));
        return network.add(name + ".out", projected, position(value));
    }

    private T position(T value) {
        String pos = name + ".pos_emb";
        T image = network.transpose(name + ".value", value, 0, 3, 1, 2);
        image = MstPlusPlus.depthwise(network, weights, pos + ".0", image, channels);
        image = network.gelu(pos + ".1", image);
        image = MstPlusPlus.depthwise(network, weights, pos + ".2", image, channels);
        return network.transpose(name + ".position", image, 0, 2, 3, 1);
    }

    /// The file stores the weights as they are multiplied with, `[in, out]`.
    private T linear(String part, T x) {
        String layer = name + "." + part;
        return network.linear(layer, x, weights.take(layer + ".weight", layer, channels, channels));
    }

    /// `[N, H, W, heads · 31]` to `[N, heads, 31, H · W]`.
    private T rows(String part, T x) {
        String layer = name + "." + part;
        T heads =
                network.reshape(
                        layer + ".heads",
                        x,
                        0,
                        -1,
                        channels / MstPlusPlus.BANDS,
                        MstPlusPlus.BANDS);
        return network.transpose(layer + ".rows", heads, 0, 2, 3, 1);
    }
}
