package dev.assay.onnx.rewrite.simplify;

import java.util.ArrayList;
import java.util.List;

/// Functions of rows, along the last axis.
final class Rows {
    private Rows() {}

    static Values32 mean(Values32 x) {
        int width = x.dim(x.rank() - 1);
        float[] data = new float[x.data().length / width];
        for (int row = 0; row < data.length; row++) {
            double sum = 0;
            for (int i = 0; i < width; i++) {
                sum += x.data()[row * width + i];
            }
            data[row] = (float) (sum / width);
        }
        List<Long> dims = new ArrayList<>(x.dims());
        dims.set(dims.size() - 1, 1L);
        return new Values32(dims, data);
    }

    static Values32 softmax(Values32 x) {
        int width = x.dim(x.rank() - 1);
        float[] data = new float[x.data().length];
        for (int row = 0; row < data.length; row += width) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = row; i < row + width; i++) {
                largest = Math.max(largest, x.data()[i]);
            }
            double sum = 0;
            for (int i = row; i < row + width; i++) {
                sum += Math.exp(x.data()[i] - largest);
            }
            for (int i = row; i < row + width; i++) {
                data[i] = (float) (Math.exp(x.data()[i] - largest) / sum);
            }
        }
        return new Values32(x.dims(), data);
    }

    static Values32 layerNorm(Values32 x, Values32 gamma, Values32 beta, float epsilon) {
        int width = x.dim(x.rank() - 1);
        float[] data = new float[x.data().length];
        for (int row = 0; row < data.length; row += width) {
            double mean = 0;
            for (int i = row; i < row + width; i++) {
                mean += x.data()[i];
            }
            mean /= width;
            double variance = 0;
            for (int i = row; i < row + width; i++) {
                variance += (x.data()[i] - mean) * (x.data()[i] - mean);
            }
            double scale = 1 / Math.sqrt(variance / width + epsilon);
            for (int i = 0; i < width; i++) {
                double unit = (x.data()[row + i] - mean) * scale;
                data[row + i] = (float) (unit * gamma.data()[i] + beta.data()[i]);
            }
        }
        return new Values32(x.dims(), data);
    }
}
