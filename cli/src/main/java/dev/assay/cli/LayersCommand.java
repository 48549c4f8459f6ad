package dev.assay.cli;

import dev.assay.cli.inside.EngineFile;
import dev.assay.cli.inside.LayersText;
import dev.assay.core.AssayException;
import dev.assay.core.enginediff.EngineDiff;
import dev.assay.core.suite.Precision;
import dev.assay.core.verdict.Exit;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// One engine layer by layer, or two beside each other.
@Command(
        name = "layers",
        description = {
            "What runs inside an engine, or what differs between two.",
            "Files: profiles/<case>.json or layers/<case>.json of a run, or what trtexec wrote with --exportLayerInfo.",
            "Where <case>.json lies beside <case>.layers.json, times are shown too."
        },
        mixinStandardHelpOptions = true)
final class LayersCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ENGINE", description = "layers of an engine")
    private Path engine = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "OTHER",
            description = "engine to compare it with: what became of the first in this one")
    private Optional<Path> other = Optional.empty();

    @Option(
            names = "--asked",
            paramLabel = "PRECISION",
            description = "precision that was asked for; default: of the case, else FP16")
    private Optional<Precision> asked = Optional.empty();

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "layers, kernels or changes to list; default: ${DEFAULT-VALUE}",
            defaultValue = "10")
    private int top = 10;

    @Override
    public Integer call() {
        if (top < 0) {
            throw AssayException.config("--top is %d, it must not be negative".formatted(top));
        }
        EngineFile first = EngineFile.read(engine);
        String text =
                other.map(it ->
                                LayersText.diff(
                                        EngineDiff.of(
                                                first.breakdown(), EngineFile.read(it).breakdown()),
                                        top))
                        .orElseGet(
                                () -> LayersText.engine(first.breakdown(), precision(first), top));
        Console.out().print(text);
        return Exit.CLEAN;
    }

    private String precision(EngineFile file) {
        return asked.map(Precision::name).or(file::asked).orElse(Precision.FP16.name());
    }
}
