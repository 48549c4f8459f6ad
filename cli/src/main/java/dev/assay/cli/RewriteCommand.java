package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.suite.GraphRewrite;
import dev.assay.core.verdict.Exit;
import dev.assay.onnx.rewrite.FileRewriter;
import dev.assay.onnx.rewrite.Rewriter;
import dev.assay.onnx.rewrite.Rewrites;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Puts plugins, or cheaper forms of the same computation, in place of subgraphs of a model.
@Command(
        name = "rewrite",
        description = {
            "Rewrite an ONNX model: patterns, found by structure, become plugins or cheaper forms.",
            "A suite's ladder applies the same steps, and measures what each of them brings."
        },
        mixinStandardHelpOptions = true)
final class RewriteCommand implements Callable<Integer> {
    private static final int SHOWN = 3;

    @Parameters(
            paramLabel = "MODEL.onnx",
            arity = "0..1",
            description = "the model, of opset 17 or below")
    private Optional<Path> model = Optional.empty();

    @Option(
            names = "--steps",
            paramLabel = "STEP[:SITES]",
            split = ",",
            description =
                    "rewrites, one after the other; after a colon how many places each must find")
    private List<String> steps = List.of();

    @Option(names = "--out", paramLabel = "FILE.onnx", description = "the new model")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--list", description = "name all rewrites and end")
    private boolean list;

    @Override
    public Integer call() {
        if (list) {
            Rewrites.all()
                    .forEach(it ->
                            Console.out().printf(Locale.ROOT, "%-28s %s%n", it.name(), it.what()));
            return Exit.CLEAN;
        }
        if (model.isEmpty() || steps.isEmpty() || out.isEmpty()) {
            throw AssayException.config(
                    "A rewrite needs a model, --steps and --out; --list names the steps");
        }
        say(
                FileRewriter.rewrite(
                        model.get(), steps.stream().map(GraphRewrite::parse).toList(), out.get()));
        return Exit.CLEAN;
    }

    private void say(FileRewriter.Report report) {
        PrintStream console = Console.out();
        for (Rewriter.Done done : report.done()) {
            List<String> sites = done.sites();
            console.printf(
                    Locale.ROOT,
                    "%-28s %4d %s %s%s%n",
                    done.step().name(),
                    sites.size(),
                    sites.size() == 1 ? "place: " : "places:",
                    String.join(", ", sites.subList(0, Math.min(SHOWN, sites.size()))),
                    sites.size() > SHOWN ? ", …" : "");
        }
        console.printf(
                Locale.ROOT,
                "%s: %d nodes, %d before%n",
                out.orElseThrow(),
                report.nodesAfter(),
                report.nodesBefore());
        if (!report.plugins().isEmpty()) {
            console.printf("needs a plugin library with %s%n", String.join(", ", report.plugins()));
        }
    }
}
