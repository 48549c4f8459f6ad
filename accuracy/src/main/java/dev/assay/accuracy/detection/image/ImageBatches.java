package dev.assay.accuracy.detection.image;

import dev.assay.core.AssayException;
import dev.assay.core.detection.Preprocess;
import dev.assay.core.format.Sha256;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Images as batches, prepared a little ahead of their use: memory holds a few batches, never the
/// set.
///
/// A batch holds images whose inputs have one shape. Shapes come in the order of the first image
/// that has them, images of a shape by rising id. A last batch that is not full repeats its last
/// image, so that engines of one batch size can run it.
///
/// @implNote used by one thread; close each batch, and this after the last
public final class ImageBatches implements Iterator<InputBatch>, AutoCloseable {
    private static final int MOST_THREADS = 8;

    private final Preprocessor preprocessor;
    private final String input;
    private final int batch;
    private final Deque<List<PlacedImage>> waiting = new ArrayDeque<>();
    private final Deque<Pending> running = new ArrayDeque<>();
    private final ExecutorService pool;
    private final int ahead;

    /// @param input name of the network's input
    /// @throws AssayException if a file is missing or no image
    public ImageBatches(List<ListedImage> images, Preprocess preprocess, String input, int batch) {
        this.preprocessor = new Preprocessor(preprocess);
        this.input = input;
        this.batch = batch;
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        this.ahead = 1 + Math.ceilDiv(threads, batch);
        plan(images);
        this.pool = Executors.newFixedThreadPool(threads);
    }

    private void plan(List<ListedImage> images) {
        Map<Shape, List<PlacedImage>> byShape = new LinkedHashMap<>();
        List<Placement> placements =
                images.parallelStream().map(it -> preprocessor.place(it.file())).toList();
        for (int i = 0; i < images.size(); i++) {
            Placement placement = placements.get(i);
            byShape.computeIfAbsent(preprocessor.rowShape(placement), shape -> new ArrayList<>())
                    .add(new PlacedImage(images.get(i), placement));
        }
        for (List<PlacedImage> equal : byShape.values()) {
            for (int from = 0; from < equal.size(); from += batch) {
                waiting.add(List.copyOf(equal.subList(from, Math.min(from + batch, equal.size()))));
            }
        }
    }

    @Override
    public boolean hasNext() {
        return !waiting.isEmpty() || !running.isEmpty();
    }

    /// @throws AssayException naming the image that could not be prepared
    @Override
    public InputBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all images were taken");
        }
        while (running.size() < ahead && !waiting.isEmpty()) {
            List<PlacedImage> images = waiting.removeFirst();
            running.add(start(images));
        }
        return running.removeFirst().await();
    }

    /// Rows of a batch are prepared side by side; the batch is ready when the last one is.
    private Pending start(List<PlacedImage> images) {
        Shape row = preprocessor.rowShape(images.getFirst().placement());
        Arena arena = Arena.ofShared();
        TensorData tensor =
                TensorData.allocate(
                        new TensorSpec(input, ElementType.FLOAT32, row.withBatch(batch)), arena);
        List<Future<String>> rows = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            PlacedImage image = images.get(i);
            MemorySegment segment = tensor.row(i).segment();
            rows.add(pool.submit(() -> prepare(image, segment)));
        }
        return new Pending(images, tensor, rows, arena);
    }

    private String prepare(PlacedImage image, MemorySegment row) {
        preprocessor.fill(image.image().file(), image.placement(), row);
        return Sha256.of(row);
    }

    @Override
    public void close() {
        pool.close();
        running.forEach(it -> it.arena().close());
        running.clear();
    }

    private record Pending(
            List<PlacedImage> images, TensorData tensor, List<Future<String>> rows, Arena arena) {
        InputBatch await() {
            List<String> hashes = new ArrayList<>();
            RuntimeException failure = null;
            for (Future<String> row : rows) {
                try {
                    hashes.add(row.get());
                } catch (ExecutionException e) {
                    failure =
                            e.getCause() instanceof RuntimeException cause
                                    ? cause
                                    : new IllegalStateException(e.getCause());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    failure = new IllegalStateException("interrupted", e);
                }
            }
            if (failure != null) {
                arena.close();
                throw failure;
            }
            repeatLast();
            return new InputBatch(images, tensor, hashes, arena);
        }

        private void repeatLast() {
            MemorySegment last = tensor.row(images.size() - 1).segment();
            for (long row = images.size(); row < tensor.shape().dim(0); row++) {
                tensor.row(row).segment().copyFrom(last);
            }
        }
    }
}
