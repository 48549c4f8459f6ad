package dev.assay.accuracy.coco.data;

import dev.assay.accuracy.coco.data.ArraySlices.Slice;
import dev.assay.accuracy.coco.parallel.Tasks;
import dev.assay.core.AssayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Reads an array of detections, a large one in parts.
///
/// Where any part is not what it should be, the file is read again from start to end: either a cut
/// was in a bad place, or the message needs the record and line within the file.
final class DetectionReader {
    /// Large enough that a thread is worth it, small enough that none waits long for the last. In
    /// bytes.
    private static final long PART = 4 << 20;

    private final Path file;
    private final boolean masks;
    private final long partBytes;

    DetectionReader(Path file, boolean masks) {
        this(file, masks, PART);
    }

    DetectionReader(Path file, boolean masks, long partBytes) {
        this.file = file;
        this.masks = masks;
        this.partBytes = partBytes;
    }

    /// Starts reading; the answer waits for the end of it.
    Supplier<AnnotationTable> start(ExecutorService pool) {
        List<Slice> slices;
        try {
            slices = Files.isRegularFile(file) ? ArraySlices.of(file, partBytes) : List.of();
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (slices.isEmpty()) {
            Future<AnnotationTable> whole = pool.submit(this::whole);
            return () -> Tasks.get(whole);
        }
        List<Future<AnnotationTable>> parts = new ArrayList<>();
        for (Slice slice : slices) {
            parts.add(pool.submit(() -> part(slice)));
        }
        return () -> join(parts);
    }

    private AnnotationTable join(List<Future<AnnotationTable>> parts) {
        try {
            List<AnnotationTable> tables = parts.stream().map(Tasks::get).toList();
            // Whether masks are kept goes by the first record of the file, not of each part.
            if (tables.stream()
                    .allMatch(it -> it.size() > 0 && hasBoxes(it) == hasBoxes(tables.getFirst()))) {
                return AnnotationTable.joined(source(), tables);
            }
        } catch (AssayException e) {
            // Said below with its record and line in the file, or a cut was in a bad place.
        }
        return whole();
    }

    private AnnotationTable part(Slice slice) {
        AnnotationTable table = table();
        try {
            JsonStream.read(file, slice.open(), json -> read(json, table));
        } catch (IOException e) {
            throw unreadable(e);
        }
        return table;
    }

    private AnnotationTable whole() {
        AnnotationTable table = table();
        JsonStream.read(file, json -> read(json, table));
        return table;
    }

    private void read(JsonStream json, AnnotationTable table) {
        AnnotationReader withMasks = new AnnotationReader(json, table, true);
        AnnotationReader withoutMasks = new AnnotationReader(json, table, false);
        json.objects(
                "",
                () -> {
                    boolean boxes = table.size() > 0 && hasBoxes(table);
                    (masks || !boxes ? withMasks : withoutMasks).read();
                });
    }

    private AnnotationTable table() {
        return new AnnotationTable(source());
    }

    /// As messages name the list.
    private String source() {
        return file + ": ";
    }

    /// Whether the first record has a box.
    private static boolean hasBoxes(AnnotationTable table) {
        return table.has(0, Field.BBOX);
    }

    private AssayException unreadable(IOException e) {
        return AssayException.data("%s cannot be read: %s".formatted(file, e.getMessage()));
    }
}
