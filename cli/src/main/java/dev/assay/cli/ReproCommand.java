package dev.assay.cli;

import dev.assay.cli.debug.DivergenceRun;
import dev.assay.cli.debug.ReproFolder;
import dev.assay.cli.debug.ReproRun;
import dev.assay.core.AssayException;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.verdict.Exit;
import dev.assay.engines.EngineRuntime;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Makes a folder that shows a fault to others.
@Command(
        name = "repro",
        description = {
            "Make a folder for a bug report, with the fewest nodes that fail.",
            "In it are model, inputs, reference, environment, log, and the same as lines for trtexec and Polygraphy.",
            "A model that cannot be built is cut down to the fewest nodes that fail likewise, and those are named."
        },
        mixinStandardHelpOptions = true)
final class ReproCommand implements Callable<Integer> {
    @Mixin private CaseArgument argument = new CaseArgument();
    @Mixin private StageOptions options = new StageOptions();
    @Mixin private EngineOptions engines = new EngineOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "new folder; default: repro",
            defaultValue = "repro")
    private Path out = Path.of("repro");

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = {
                "cut out this node, by its name or its output's, whether it fails or not: with",
                "what flows into it in ONNX Runtime"
            })
    private Optional<String> node = Optional.empty();

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "parts of the model to build at most; default: ${DEFAULT-VALUE}",
            defaultValue = "100")
    private int trials = 100;

    @Override
    public Integer call() {
        AssayHome home = options.home();
        EngineCatalog catalog = EngineCatalog.standard();
        List<BenchmarkCase> cases =
                argument.cases(
                        home,
                        catalog,
                        it -> DivergenceRun.isAble(catalog.get(it.engine().id())),
                        "engines that load ONNX files can be taken apart");
        if (cases.size() > 1) {
            throw AssayException.config(
                    "%d cases match, among them %s and %s: one folder is of one case"
                            .formatted(cases.size(), cases.get(0).id(), cases.get(1).id()));
        }
        ReproFolder folder = ReproFolder.create(out.toAbsolutePath().normalize());
        EngineRuntime runtime = engines.runtime(home, options.timeout());
        EngineHost host = engines.host(runtime, cases, home.cache());
        ReproRun.Found found;
        try (RunLocks locks = host.lock(home, home.cache().resolve("repro"), cases, engines)) {
            found =
                    new ReproRun(host.runtime(), node, trials, Console.err()::println)
                            .make(cases.getFirst(), folder);
        }
        folder.finish(
                cases.getFirst(),
                found,
                new EnvironmentProbe(Path.of("/"))
                        .probe(InstantSource.system().instant(), host.device()));
        Console.out()
                .println(
                        found.nodes().isEmpty()
                                ? "The whole model, %d nodes%s"
                                        .formatted(
                                                found.total(),
                                                found.failure().isPresent() ? ", fails" : "")
                                : "%d of %d nodes: %s"
                                        .formatted(
                                                found.nodes().size(),
                                                found.total(),
                                                String.join(", ", found.nodes())));
        Console.out().println("Report: " + folder.root().resolve("README.md"));
        return Exit.CLEAN;
    }
}
