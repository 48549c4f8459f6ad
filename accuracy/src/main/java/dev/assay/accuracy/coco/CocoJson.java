package dev.assay.accuracy.coco;

import dev.assay.core.format.Json;
import tools.jackson.databind.node.ObjectNode;

/// A result as JSON: the twelve numbers by their names, `perCategory` by category id with the same
/// names, and `warnings`. Numbers have all their digits.
public final class CocoJson {
    private CocoJson() {}

    public static ObjectNode of(CocoResult result) {
        ObjectNode json = Json.compact().createObjectNode();
        put(json, result.scores());
        ObjectNode categories = json.putObject("perCategory");
        for (CategoryScores category : result.categories()) {
            ObjectNode node = categories.putObject(Long.toString(category.id()));
            node.put("name", category.name());
            put(node, category.scores());
        }
        result.warnings().forEach(json.putArray("warnings")::add);
        return json;
    }

    private static void put(ObjectNode json, Scores scores) {
        for (CocoMetric metric : CocoMetric.values()) {
            json.put(metric.key(), scores.get(metric));
        }
    }
}
