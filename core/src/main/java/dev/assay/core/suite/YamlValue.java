package dev.assay.core.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A YAML node that remembers its line and reports what it is not.
///
/// Read from composed nodes, because trees built by data-binding libraries forget positions.
final class YamlValue {
    private final Node node;
    private final Problems problems;

    YamlValue(Node node, Problems problems) {
        this.node = node;
        this.problems = problems;
    }

    int line() {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    void problem(String message) {
        problems.add(line(), message);
    }

    /// How many problems the file has so far.
    int problems() {
        return problems.size();
    }

    /// The value under these keys, as far down as they lead.
    YamlValue at(String... keys) {
        YamlValue value = this;
        for (String key : keys) {
            if (value.node instanceof MappingNode mapping) {
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode name
                            && name.getValue().equals(key)) {
                        value = new YamlValue(tuple.getValueNode(), problems);
                    }
                }
            }
        }
        return value;
    }

    /// The scalar's text, whatever its type.
    Optional<String> text(String what) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return Optional.of(scalar.getValue());
        }
        problem(what + " must be a single value");
        return Optional.empty();
    }

    /// The items of a sequence; a lone scalar counts as a sequence of one.
    List<YamlValue> items(String what) {
        List<YamlValue> items = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> items.add(new YamlValue(item, problems)));
            if (items.isEmpty()) {
                problem(what + " is empty");
            }
        } else if (node instanceof ScalarNode) {
            items.add(this);
        } else {
            problem(what + " must be a list");
        }
        return items;
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    /// The mapping's entries by key; reports unknown and repeated keys.
    ///
    /// @param known legal keys; empty accepts any
    Map<String, YamlValue> entries(String what, List<String> known) {
        Map<String, YamlValue> entries = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            problem(what + " must be a mapping of keys to values");
            return entries;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            YamlValue keyNode = new YamlValue(tuple.getKeyNode(), problems);
            Optional<String> key = keyNode.text("a key of " + what);
            if (key.isEmpty()) {
                continue;
            }
            if (!known.isEmpty() && !known.contains(key.get())) {
                keyNode.problem(
                        "unknown key '%s' in %s%s"
                                .formatted(key.get(), what, Problems.suggestion(key.get(), known)));
            } else if (entries.put(key.get(), new YamlValue(tuple.getValueNode(), problems))
                    != null) {
                keyNode.problem("key '" + key.get() + "' appears twice in " + what);
            }
        }
        return entries;
    }
}
