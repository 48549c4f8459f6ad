package dev.assay.accuracy.generate.output;

import dev.assay.core.format.SafetensorsRows;
import dev.assay.core.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/// A data set that is tensors only, made row by row.
public interface TensorRows {

    /// What the file will hold; the outermost extent of each counts the rows.
    List<TensorSpec> specs();

    /// One row of each tensor, little-endian; called from several threads.
    List<ByteBuffer> row(int index);

    /// Makes all rows and writes them as they come; the file appears when it is complete.
    static void write(TensorRows rows, Path file, int threads) {
        List<TensorSpec> specs = rows.specs();
        int count = Math.toIntExact(specs.getFirst().shape().dim(0));
        try (SafetensorsRows out = SafetensorsRows.create(file, specs)) {
            int[] next = new int[1];
            Production.inOrder(
                    count,
                    threads,
                    rows::row,
                    row -> {
                        for (int tensor = 0; tensor < row.size(); tensor++) {
                            out.write(tensor, next[0], row.get(tensor));
                        }
                        next[0]++;
                    });
            out.commit();
        }
    }

    /// The values of a row of F32.
    static ByteBuffer bytes(float[] values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}
