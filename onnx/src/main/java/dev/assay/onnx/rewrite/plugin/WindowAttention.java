package dev.assay.onnx.rewrite.plugin;

import static dev.assay.onnx.rewrite.edit.Emitter.integer;
import static dev.assay.onnx.rewrite.edit.Emitter.integers;
import static dev.assay.onnx.rewrite.pattern.Pattern.any;
import static dev.assay.onnx.rewrite.pattern.Pattern.longs;
import static dev.assay.onnx.rewrite.pattern.Pattern.op;

import dev.assay.onnx.proto.Onnx.GraphProto;
import dev.assay.onnx.proto.Onnx.NodeProto;
import dev.assay.onnx.rewrite.edit.GraphEdit;
import dev.assay.onnx.rewrite.edit.Rewrite;
import dev.assay.onnx.rewrite.edit.Rewritten;
import dev.assay.onnx.rewrite.pattern.Match;
import dev.assay.onnx.rewrite.pattern.Matcher;
import dev.assay.onnx.rewrite.pattern.Pattern;
import dev.assay.onnx.rewrite.pattern.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// ELAN's group-wise attention in windows, all groups of channels of one image, by one node.
public final class WindowAttention implements Rewrite {
    private static final int ROWS = 2;
    private static final int COLUMNS = 3;

    /// @param projected `[B, 2C, H, W]` whose queries give the scores
    /// @param values `[B, C, H, W]` where the scores are an earlier attention's
    private record Branch(long window, String projected, Optional<String> values) {}

    @Override
    public String name() {
        return "window-attention";
    }

    @Override
    public String what() {
        return "roll, windows, softmax(q qᵀ) v and the way back, of all groups, by AssayWindowAttention";
    }

    @Override
    public Rewritten apply(GraphProto graph) {
        GraphEdit edit = new GraphEdit(graph);
        Matcher matcher = new Matcher(edit.view());
        List<String> nearMisses = new ArrayList<>();
        for (NodeProto node : graph.getNodeList()) {
            if (!node.getOpType().equals("Concat") || node.getInputCount() < 2) {
                continue;
            }
            for (boolean shifted : new boolean[] {false, true}) {
                for (boolean shared : new boolean[] {false, true}) {
                    List<Branch> branches = branches(edit, matcher, node, shifted, shared);
                    if (branches.size() == node.getInputCount()) {
                        write(edit, node, branches, shifted, shared);
                    } else if (!branches.isEmpty()) {
                        nearMisses.add(matcher.difference().text());
                    }
                }
            }
        }
        return edit.finish(nearMisses);
    }

    /// Those of the first groups that fit, all over one tensor.
    private static List<Branch> branches(
            GraphEdit edit, Matcher matcher, NodeProto concat, boolean shifted, boolean shared) {
        List<Branch> branches = new ArrayList<>();
        for (int group = 0; group < concat.getInputCount(); group++) {
            Optional<Match> match =
                    matcher.match(branch(group, shifted, shared), concat.getInput(group));
            if (match.isEmpty()) {
                return branches;
            }
            long tokens = Values.longs(match.get().constant("tokens")).orElseThrow().get(1);
            long window = Math.round(Math.sqrt(tokens));
            boolean rolls =
                    !shifted
                            || (rollsBy(match.get(), "begin", window / 2)
                                    && rollsBy(match.get(), "back", -window / 2)
                                    && (!shared
                                            || rollsBy(match.get(), "value.begin", window / 2)));
            Branch branch =
                    new Branch(
                            window,
                            match.get().tensor("projected"),
                            shared ? Optional.of(match.get().tensor("values")) : Optional.empty());
            if (window * window != tokens || !rolls || !fits(branches, branch)) {
                return branches;
            }
            branches.add(branch);
        }
        return branches;
    }

    private static boolean fits(List<Branch> others, Branch branch) {
        return others.stream()
                .allMatch(it ->
                        it.projected().equals(branch.projected())
                                && it.values().equals(branch.values()));
    }

    private static boolean rollsBy(Match match, String name, long shift) {
        return begin(match, name + ".rows") == shift && begin(match, name + ".columns") == shift;
    }

    private static long begin(Match match, String name) {
        return Values.longs(match.constant(name)).orElseThrow().getFirst();
    }

    private static void write(
            GraphEdit edit,
            NodeProto concat,
            List<Branch> branches,
            boolean shifted,
            boolean shared) {
        Branch first = branches.getFirst();
        List<String> inputs = new ArrayList<>(List.of(first.projected()));
        first.values().ifPresent(inputs::add);
        edit.emitter()
                .last(
                        "AssayWindowAttention",
                        inputs,
                        concat.getOutput(0),
                        integers("windows", branches.stream().map(Branch::window).toList()),
                        integer("shifted", shifted ? 1 : 0),
                        integer("shared", shared ? 1 : 0));
        edit.site(concat.getOutput(0));
        edit.replace(concat);
    }

    private static Pattern.Op branch(int group, boolean shifted, boolean shared) {
        Pattern ofScores = op("Split", any("projected")).with("axis", 1, 0).result(group);
        Pattern tokens = tokens(ofScores, "tokens", shifted, "begin").as("cut");
        Pattern.Op query = op("Split", tokens).with("axis", 2, 0).as("query");
        Pattern scores =
                op(
                        "MatMul",
                        query,
                        op("Transpose", any("query")).with("perm", List.of(0L, 2L, 1L)));
        Pattern attention = op("Softmax", scores).with("axis", -1, -1);
        Pattern ofValues = op("Split", any("values")).with("axis", 1, 0).result(group);
        Pattern value =
                shared
                        ? tokens(ofValues, "value.tokens", shifted, "value.begin")
                        : op("Split", any("cut")).with("axis", 2, 0).result(1);
        Pattern.Op image =
                op(
                        "Reshape",
                        op(
                                        "Transpose",
                                        op(
                                                "Reshape",
                                                op("MatMul", attention, value),
                                                any("pieces")))
                                .with("perm", List.of(0L, 5L, 1L, 3L, 2L, 4L)),
                        any("whole"));
        return shifted ? rolled(image, "back") : image;
    }

    /// `[B · windows, window², c]` of an image's windows.
    private static Pattern.Op tokens(Pattern image, String name, boolean shifted, String begin) {
        return op(
                "Reshape",
                op(
                                "Transpose",
                                op(
                                        "Reshape",
                                        shifted ? rolled(image, begin) : image,
                                        any(name + ".cut")))
                        .with("perm", List.of(0L, 2L, 4L, 3L, 5L, 1L)),
                longs(
                        name,
                        it -> it.size() == 3 && it.getFirst() == -1,
                        "a shape of [-1, window², channels]"));
    }

    /// Both axes cut at a place, the second part put first.
    private static Pattern.Op rolled(Pattern image, String begin) {
        return rolled(
                rolled(image, begin + ".rows", begin + ".uncut.rows", ROWS),
                begin + ".columns",
                begin + ".uncut.columns",
                COLUMNS);
    }

    private static Pattern.Op rolled(Pattern image, String begin, String name, long axis) {
        Pattern whole = image instanceof Pattern.Op made ? made.as(name) : image;
        Pattern last =
                op(
                        "Slice",
                        whole,
                        longs(begin, it -> it.size() == 1, "one begin"),
                        longs(
                                begin + ".end",
                                it -> it.getFirst() >= Integer.MAX_VALUE,
                                "an open end"),
                        longs(axis));
        Pattern first = op("Slice", any(name), longs(0L), any(begin), longs(axis));
        return op("Concat", last, first).with("axis", axis, 0);
    }
}
