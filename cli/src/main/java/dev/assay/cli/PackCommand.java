package dev.assay.cli;

import dev.assay.cli.pack.ByteSize;
import dev.assay.cli.pack.KitContents;
import dev.assay.cli.pack.KitWriter;
import dev.assay.cli.pack.Packer;
import dev.assay.core.AssayException;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineDescriptor;
import dev.assay.core.verdict.Exit;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Everything that a host without network, JDK or Maven needs, in files of a chosen size.
@Command(
        name = "pack",
        description = "Make a kit for a host without network, JDK or Maven.",
        mixinStandardHelpOptions = true)
final class PackCommand implements Callable<Integer> {
    private static final String TARGET = "linux-x86_64";

    @Option(
            names = "--target",
            defaultValue = TARGET,
            description = "the host's platform; default and only one: ${DEFAULT-VALUE}")
    private String target = TARGET;

    @Option(
            names = "--engines",
            paramLabel = "ENGINE",
            split = ",",
            required = true,
            description = "engines that go along, e.g. tensorrt-onnx,onnxruntime-cpu")
    private List<String> engines = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "where the kit is written: an empty or new folder")
    private Path out = Path.of("");

    @Option(
            names = "--chunk-size",
            paramLabel = "SIZE",
            defaultValue = "1900M",
            description = "largest file of the kit, e.g. 60M; default: ${DEFAULT-VALUE}")
    private String chunkSize = "";

    @Option(
            names = "--with-large",
            description = "take reference data along that a clone does not have")
    private boolean withLarge;

    @Override
    public Integer call() {
        if (!target.equals(TARGET) || !TARGET.equals(thisPlatform())) {
            throw AssayException.config(
                    "A kit can be made for %s, and on %s only".formatted(TARGET, TARGET));
        }
        ByteSize chunk = ByteSize.parse(chunkSize);
        AssayHome home = new StageOptions().home();
        KitContents contents =
                new KitContents(
                        home.dist()
                                .orElseThrow(() ->
                                        AssayException.config(
                                                "pack needs an installed Assay: use ./run-all.sh pack")),
                        home.referenceData()
                                .orElseThrow(() ->
                                        AssayException.config(
                                                "There is no reference data to pack")),
                        descriptors(),
                        withLarge);
        home.referenceData().ifPresent(GeneratedSets.of(EngineCatalog.standard())::makeAll);
        KitWriter.Kit kit = new Packer(contents, chunk, PackCommand::say).pack(out);
        Console.out()
                .printf(
                        "Kit in %s: %d chunks, %s, unpacked %s%nOn the other host: sh unpack.sh FOLDER%n",
                        out,
                        kit.chunks(),
                        new ByteSize(kit.bytes()),
                        new ByteSize(kit.unpackedBytes()));
        return Exit.CLEAN;
    }

    private List<EngineDescriptor> descriptors() {
        EngineCatalog catalog = EngineCatalog.standard();
        return engines.stream().distinct().map(catalog::get).toList();
    }

    private static String thisPlatform() {
        boolean linux = "Linux".equals(System.getProperty("os.name"));
        boolean amd64 = "amd64".equals(System.getProperty("os.arch"));
        return linux && amd64 ? TARGET : "another platform";
    }

    private static void say(String what) {
        Console.err().println("pack: " + what + " ...");
    }
}
