package dev.assay.core.suite;

import dev.assay.core.tensor.Shape;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What models of one id must have in common: case ids name a model by its id and the shape of its
/// rows.
final class ModelIds {
    private ModelIds() {}

    static void check(List<ModelSpec> models, YamlValue value) {
        Map<String, ModelSpec> byId = new LinkedHashMap<>();
        Set<String> idsAndShapes = new HashSet<>();
        for (ModelSpec model : models) {
            for (Shape shape : model.shapes()) {
                if (!idsAndShapes.add(model.id() + " " + shape)) {
                    value.problem(
                            "two models have the id '%s' and the shape %s"
                                    .formatted(model.id(), shape));
                }
            }
            ModelSpec first = byId.putIfAbsent(model.id(), model);
            if (first != null && !first.sameButForRows(model)) {
                value.problem(
                        "two models have the id '%s', but not the same files: give one another id"
                                .formatted(model.id()));
            }
        }
        for (ModelSpec model : byId.values()) {
            model.axes()
                    .optShape()
                    .filter(it -> !idsAndShapes.contains(model.id() + " " + it))
                    .ifPresent(it ->
                            value.problem(
                                    "opt-shape %s is no shape of model '%s'"
                                            .formatted(it, model.id())));
        }
    }
}
