package dev.assay.accuracy.coco;

import java.util.ArrayList;
import java.util.List;

/// What is evaluated as pycocotools does it, although its user may not expect it.
final class Warnings {
    private final List<String> texts = new ArrayList<>();

    void add(String text) {
        texts.add(text);
    }

    /// @param first the first of them, as messages name it
    void addIfAny(int count, String first, String text) {
        if (count > 0) {
            texts.add("%d %s, the first is %s".formatted(count, text, first));
        }
    }

    List<String> texts() {
        return List.copyOf(texts);
    }
}
