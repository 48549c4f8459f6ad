package dev.assay.onnx.rewrite.edit;

import static java.util.Comparator.comparingInt;

import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.rewrite.pattern.Match;
import dev.assay.onnx.rewrite.pattern.Matcher;
import dev.assay.onnx.rewrite.pattern.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Replaces every place where one of some patterns fits.
///
/// @param patterns the first that fits counts
/// @param replacement what takes its place
public record PatternRewrite(
        String name, String what, List<Pattern.Op> patterns, Replacement replacement)
        implements Rewrite {
    private static final int SHOWN = 3;

    public PatternRewrite {
        patterns = List.copyOf(patterns);
    }

    /// Writes nodes that make the result of a match.
    @FunctionalInterface
    public interface Replacement {
        /// @return whether the match is replaced at all
        boolean write(Match match, Emitter emitter);
    }

    @Override
    public Rewritten apply(GraphProto graph) {
        GraphEdit edit = new GraphEdit(graph);
        Matcher matcher = new Matcher(edit.view());
        List<Matcher.Difference> differences = new ArrayList<>();
        for (NodeProto node : graph.getNodeList()) {
            Optional<Match> match = firstMatch(matcher, node, differences);
            if (match.isPresent() && replacement.write(match.get(), edit.emitter())) {
                edit.site(match.get().result());
                edit.replace(node);
            }
        }
        differences.sort(comparingInt(Matcher.Difference::depth).reversed());
        return edit.finish(
                differences.stream()
                        .map(Matcher.Difference::text)
                        .distinct()
                        .limit(SHOWN)
                        .toList());
    }

    private Optional<Match> firstMatch(
            Matcher matcher, NodeProto node, List<Matcher.Difference> differences) {
        Matcher.Difference nearest = new Matcher.Difference(0, "");
        for (Pattern.Op pattern : patterns) {
            Optional<Match> match = matcher.match(pattern, node);
            if (match.isPresent()) {
                return match;
            }
            if (matcher.difference().depth() > nearest.depth()) {
                nearest = matcher.difference();
            }
        }
        if (nearest.depth() > 0) {
            differences.add(nearest);
        }
        return Optional.empty();
    }
}
