package dev.assay.cli;

import dev.assay.cli.pack.ByteSize;
import dev.assay.cli.pack.KitContents;
import dev.assay.cli.pack.ReleaseArchive;
import dev.assay.cli.pack.RuntimeImage;
import dev.assay.core.AssayException;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineDescriptor;
import dev.assay.core.suite.EngineDescriptor.Device;
import dev.assay.core.verdict.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Makes the archive that users download.
@Command(
        name = "release",
        description = {
            "Make one .tar.gz that runs without a JDK, Maven or a network.",
            "For any Linux x86-64: Assay, a Java runtime, the engines that are built here, suites and reference data.",
            "Unpack it with tar; ./run-all.sh in it takes the README's commands."
        },
        mixinStandardHelpOptions = true)
final class ReleaseCommand implements Callable<Integer> {
    @Option(
            names = "--engines",
            paramLabel = "ENGINE",
            split = ",",
            description = "engines that go along; default: all that are built")
    private List<String> engines = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "default: assay-VERSION-linux-x86_64.tar.gz")
    private Optional<Path> out = Optional.empty();

    @Override
    public Integer call() {
        AssayHome home = new StageOptions().home();
        Path dist =
                home.dist()
                        .orElseThrow(() ->
                                AssayException.config(
                                        "release needs an installed Assay: use ./run-all.sh release"));
        Path data =
                home.referenceData()
                        .orElseThrow(
                                () -> AssayException.config("There is no reference data to pack"));
        GeneratedSets.of(EngineCatalog.standard()).makeAll(data);
        String name = "assay-%s-linux-x86_64".formatted(Version.current());
        Path file = out.orElse(Path.of(name + ".tar.gz"));
        long bytes =
                new ReleaseArchive(
                                new KitContents(dist, data, descriptors(dist), false),
                                data.toAbsolutePath().resolveSibling(""),
                                name,
                                RuntimeImage::link,
                                what -> Console.err().println("release: " + what + " ..."))
                        .write(file);
        Console.out()
                .printf(
                        "%s, %s%nOn the other host: tar -xzf %s && %s/run-all.sh doctor%n",
                        file, new ByteSize(bytes), file.getFileName(), name);
        return Exit.CLEAN;
    }

    private List<EngineDescriptor> descriptors(Path dist) {
        EngineCatalog catalog = EngineCatalog.standard();
        return engines.isEmpty()
                ? catalog.engines().stream().filter(it -> isBuilt(it, dist)).toList()
                : engines.stream().distinct().map(catalog::get).toList();
    }

    private static boolean isBuilt(EngineDescriptor engine, Path dist) {
        boolean classes =
                engine.classes().stream()
                        .allMatch(it -> Files.isDirectory(dist.resolve("lib/engines").resolve(it)));
        boolean libraries =
                engine.device() != Device.GPU
                        || engine.libraries().stream()
                                .allMatch(it ->
                                        Files.isDirectory(dist.resolve("lib/native").resolve(it)));
        return classes && libraries;
    }
}
