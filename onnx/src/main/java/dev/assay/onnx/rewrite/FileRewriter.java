package dev.assay.onnx.rewrite;

import dev.assay.core.AssayException;
import dev.assay.core.suite.GraphRewrite;
import dev.assay.onnx.graph.OnnxFile;
import dev.assay.onnx.proto.Onnx.ModelProto;
import java.nio.file.Path;
import java.util.List;

/// Rewrites model files.
public final class FileRewriter {
    private FileRewriter() {}

    /// What a rewrite of a file did.
    ///
    /// @param done step by step
    /// @param nodesBefore nodes of the graph, and after
    /// @param plugins operators of the plugin library that the new file needs
    public record Report(
            List<Rewriter.Done> done, int nodesBefore, int nodesAfter, List<String> plugins) {
        public Report {
            done = List.copyOf(done);
            plugins = List.copyOf(plugins);
        }
    }

    /// @throws AssayException if the model cannot be read, a step is not known or does not find
    ///   what it must: then nothing is written
    public static Report rewrite(Path model, List<GraphRewrite> steps, Path out) {
        ModelProto before = OnnxFile.read(model);
        Rewriter.Result result = Rewriter.apply(before, steps);
        OnnxFile.write(result.model(), out);
        return new Report(
                result.done(),
                before.getGraph().getNodeCount(),
                result.model().getGraph().getNodeCount(),
                Rewriter.plugins(result.model()));
    }
}
