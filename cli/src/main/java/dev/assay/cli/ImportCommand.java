package dev.assay.cli;

import dev.assay.cli.imports.ImportRequest;
import dev.assay.cli.imports.Imported;
import dev.assay.cli.imports.SuiteImport;
import dev.assay.core.AssayException;
import dev.assay.core.suite.Precision;
import dev.assay.core.verdict.Exit;
import dev.assay.reports.text.TerminalText;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Makes a suite from a user's model and what PyTorch computed with it.
@Command(
        name = "import",
        description = {
            "Make a suite from an ONNX model and what PyTorch computed.",
            "Tensors are .npz, .npy, .safetensors, or .json as Polygraphy saves them. Checks",
            "that they fit, runs the model once, and proposes tolerances."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    private static final int WIDTH = 80;
    private static final int LABEL = 14;

    @Option(
            names = "--onnx",
            paramLabel = "MODEL.onnx",
            required = true,
            description = "the model; it stays where it is")
    private Path onnx = Path.of("");

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description = {
                "what PyTorch computed, by output name; may hold the inputs, too. Without",
                "it the outputs are UNCHECKED. Repeatable"
            })
    private List<Path> references = List.of();

    @Option(
            names = "--inputs",
            paramLabel = "FILE",
            description = "what the model was given, by input name: [N, ...], N rows; repeatable")
    private List<Path> inputs = List.of();

    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            description = "other rows, to find INT8 ranges with; repeatable")
    private List<Path> calibration = List.of();

    @Option(
            names = "--rename",
            paramLabel = "THEIRS=OURS",
            description = "a tensor's name in the files and in the model; repeatable")
    private Map<String, String> names = Map.of();

    @Option(
            names = "--torchscript",
            paramLabel = "MODEL.pt",
            description = "the same model for the engine pytorch")
    private Optional<Path> torchscript = Optional.empty();

    @Option(
            names = "--precisions",
            paramLabel = "PRECISION",
            split = ",",
            description = "default: FP32, with a GPU FP32,TF32,FP16")
    private List<Precision> precisions = List.of();

    @Option(names = "--name", description = "of the suite; default: the model's file name")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "new folder for the suite; default: the suite's name")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--runner", description = "which runner's tensors of a Polygraphy file")
    private Optional<String> runner = Optional.empty();

    @Mixin private StageOptions options = new StageOptions();

    @Override
    public Integer call() {
        AssayHome home = options.home();
        String id = name.orElseGet(() -> ImportRequest.nameOf(onnx));
        if (!id.matches(ImportRequest.NAME)) {
            throw AssayException.config(
                    "--name is '%s', it may only have a-z, 0-9, '.', '_' and '-'".formatted(id));
        }
        boolean gpu = home.gpuInstalled();
        ImportRequest request =
                new ImportRequest(
                        id,
                        onnx,
                        torchscript,
                        inputs,
                        references,
                        calibration,
                        names,
                        runner,
                        precisions.isEmpty() ? defaultPrecisions(gpu) : precisions,
                        gpu,
                        out.orElseGet(() -> Path.of(id)));
        SuiteImport suiteImport =
                new SuiteImport(request, new EngineOptions().runtime(home, options.timeout()));
        // Before waiting for a run that measures to end.
        suiteImport.check();
        Imported imported;
        try (RunLocks locks =
                RunLocks.forRun(home, Path.of("import"), List.of(), Optional.empty())) {
            imported = suiteImport.write(ImportCommand::tolerances);
        }
        print(imported, request.out());
        return imported.mistakes().isEmpty() ? Exit.CLEAN : Exit.REGRESSION;
    }

    private static List<Precision> defaultPrecisions(boolean gpu) {
        return gpu
                ? List.of(Precision.FP32, Precision.TF32, Precision.FP16)
                : List.of(Precision.FP32);
    }

    private static List<String> tolerances(SuiteImport.Advice advice) {
        Advices advices = new Advices();
        advice.byOutput().forEach(advices::add);
        return AdviceText.tolerances(advices, advice.precisions());
    }

    private static void print(Imported imported, Path folder) {
        imported.facts()
                .forEach((what, fact) -> {
                    List<String> lines = TerminalText.wrap(fact, WIDTH - LABEL);
                    for (int i = 0; i < lines.size(); i++) {
                        Console.out()
                                .printf(
                                        Locale.ROOT,
                                        "%-" + LABEL + "s%s%n",
                                        i == 0 ? what : "",
                                        lines.get(i));
                    }
                });
        imported.mistakes().forEach(it -> wrapped("WRONG  ", it));
        imported.notes().forEach(it -> wrapped("note   ", it));
        Path suite = folder.resolve("suite.yml");
        Console.out()
                .printf(
                        "%nDoes everything run?   ./run-all.sh run --suite %s --effort trial%n"
                                + "Measure:               ./run-all.sh run --suite %s%n",
                        suite, suite);
    }

    private static void wrapped(String lead, String text) {
        List<String> lines = TerminalText.wrap(text, WIDTH - lead.length());
        for (int i = 0; i < lines.size(); i++) {
            Console.out().println((i == 0 ? lead : " ".repeat(lead.length())) + lines.get(i));
        }
    }
}
