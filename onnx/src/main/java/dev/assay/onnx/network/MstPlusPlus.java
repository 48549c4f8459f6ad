package dev.assay.onnx.network;

import dev.assay.core.tensor.Shape;
import java.util.Optional;

/// MST++, an RGB image `[N, 3, H, W]` to 31 spectral bands `[N, 31, H, W]`, for any batch and any
/// size of at least 8 by 8.
///
/// Cai et al., "MST++: Multi-stage Spectral-wise Transformer for Efficient Spectral
/// Reconstruction", CVPRW 2022. How many stages there are, the weights say; published are 3.
public final class MstPlusPlus implements Architecture {
    static final int BANDS = 31;

    private static final int COLORS = 3;

    /// Two levels halve the image, and the smallest works on a quarter of it.
    private static final int MULTIPLE = 8;

    @Override
    public String id() {
        return "mst-plus-plus";
    }

    @Override
    public boolean fits(StoredWeights weights) {
        return weights.has("conv_in.weight") && weights.has(stageName(0) + ".embedding.weight");
    }

    @Override
    public <T> void build(NetworkBuilder<T> network, StoredWeights weights) {
        new Writer<>(network, weights).write();
        weights.requireAllUsed();
    }

    private static String stageName(int index) {
        return "body." + index;
    }

    private record Writer<T>(NetworkBuilder<T> network, StoredWeights weights) {
        void write() {
            T image = network.input("input", Shape.of(-1, COLORS, -1, -1));
            T padded = network.padToMultiple("padded", image, MULTIPLE);
            T x = plain("conv_in", padded, BANDS, COLORS, 3, 1, 1);
            T features = x;
            for (int i = 0; weights.has(stageName(i) + ".embedding.weight"); i++) {
                features = stage(stageName(i), features);
            }
            T full = network.add("full", plain("conv_out", features, BANDS, BANDS, 3, 1, 1), x);
            network.output(network.cropLike("output", full, image));
        }

        /// A U of attention blocks at full, half and quarter size.
        private T stage(String name, T image) {
            T x = plain(name + ".embedding", image, BANDS, BANDS, 3, 1, 1);
            T first = block(name + ".encoder_layers.0.0", x, BANDS);
            x = plain(name + ".encoder_layers.0.1", first, 2 * BANDS, BANDS, 4, 2, 1);
            T second = block(name + ".encoder_layers.1.0", x, 2 * BANDS);
            x = plain(name + ".encoder_layers.1.1", second, 4 * BANDS, 2 * BANDS, 4, 2, 1);
            x = block(name + ".bottleneck", x, 4 * BANDS);
            x = up(name + ".decoder_layers.0", x, second, 2 * BANDS);
            x = up(name + ".decoder_layers.1", x, first, BANDS);
            T mapped = plain(name + ".mapping", x, BANDS, BANDS, 3, 1, 1);
            return network.add(name + ".residual", mapped, image);
        }

        /// Doubles the size and halves the channels, and takes in what the encoder had there.
        private T up(String name, T x, T skip, int channels) {
            String grow = name + ".0";
            String fuse = name + ".1";
            Weight kernel = weights.take(grow + ".weight", grow, 2L * channels, channels, 2, 2);
            Weight bias = weights.take(grow + ".bias", grow, channels);
            T grown =
                    network.deconvolution(
                            grow, x, new Convolution(kernel, Optional.of(bias), 2, 0, 1));
            T pair = network.concatenate(fuse + ".pair", 1, grown, skip);
            T fused = plain(fuse, pair, channels, 2 * channels, 1, 1, 0);
            return block(name + ".2", fused, channels);
        }

        /// Spectral attention and feed-forward, each with a residual.
        private T block(String name, T x, int channels) {
            T pixels = network.transpose(name + ".nhwc", x, 0, 2, 3, 1);
            T attended =
                    network.add(
                            name + ".attended",
                            new SpectralAttention<>(
                                            network, weights, name + ".blocks.0.0", channels)
                                    .write(pixels),
                            pixels);
            T fed = feedForward(name, attended, channels);
            T sum = network.add(name + ".sum", fed, attended);
            return network.transpose(name + ".nchw", sum, 0, 3, 1, 2);
        }

        private T feedForward(String block, T x, int channels) {
            String norm = block + ".blocks.0.1.norm";
            String net = block + ".blocks.0.1.fn.net";
            int wide = 4 * channels;
            T inner =
                    network.layerNorm(
                            norm,
                            x,
                            weights.take(norm + ".weight", norm, channels),
                            weights.take(norm + ".bias", norm, channels),
                            1e-5f);
            inner = network.transpose(block + ".wide", inner, 0, 3, 1, 2);
            inner = plain(net + ".0", inner, wide, channels, 1, 1, 0);
            inner = network.gelu(net + ".1", inner);
            inner = depthwise(network, weights, net + ".2", inner, wide);
            inner = network.gelu(net + ".3", inner);
            inner = plain(net + ".4", inner, channels, wide, 1, 1, 0);
            return network.transpose(block + ".fed", inner, 0, 2, 3, 1);
        }

        /// A convolution without a bias.
        private T plain(
                String name, T x, long outputs, long inputs, int size, int stride, int padding) {
            Weight kernel = weights.take(name + ".weight", name, outputs, inputs, size, size);
            return network.convolution(
                    name, x, new Convolution(kernel, Optional.empty(), stride, padding, 1));
        }
    }

    /// Each channel by itself, 3 by 3.
    static <T> T depthwise(
            NetworkBuilder<T> network, StoredWeights weights, String name, T x, int channels) {
        Weight kernel = weights.take(name + ".weight", name, channels, 1, 3, 3);
        return network.convolution(
                name, x, new Convolution(kernel, Optional.empty(), 1, 1, channels));
    }
}
