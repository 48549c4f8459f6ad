package dev.assay.cli;

import dev.assay.accuracy.generate.dataset.DataSet;
import dev.assay.accuracy.generate.output.GeneratedFolder;
import dev.assay.core.AssayException;
import dev.assay.core.generated.GeneratedKind;
import dev.assay.core.generated.GeneratedRequest;
import dev.assay.core.generated.Split;
import dev.assay.core.verdict.Exit;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Generated data sets: the same values from the same seed on every machine.
@Command(
        name = "generate",
        description = "Generate seeded data: inputs, training and validation sets.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class GenerateCommand {
    private static final double NANOS = 1e9;

    /// What every kind of data is asked for with.
    static final class Size {
        @Option(names = "--seed", required = true, description = "any whole number")
        private long seed;

        @Option(names = "--count", required = true, description = "how many images")
        private int count;

        @Option(names = "--height", required = true, description = "rows of an image")
        private int height;

        @Option(names = "--width", required = true, description = "columns of an image")
        private int width;

        @Option(
                names = "--threads",
                description = "images made at a time; default: one a core. Changes no value")
        private Optional<Integer> threads = Optional.empty();

        DataSet dataSet(GeneratedKind kind, Split split, int scale, int frames) {
            return new DataSet(
                    new GeneratedRequest(kind, seed, split, count, height, width, scale, frames),
                    threads.orElse(Runtime.getRuntime().availableProcessors()));
        }
    }

    /// Which half of a seed's images.
    static final class Half {
        @Option(
                names = "--split",
                defaultValue = "train",
                description = {
                    "train or validation: no image of the one is an image of the other;",
                    "default: ${DEFAULT-VALUE}"
                })
        private Split split = Split.TRAIN;
    }

    @Command(
            name = "scenes",
            description = "Procedural photographs: one tensor 'input', F32 [N, 3, H, W] in [0, 1].",
            mixinStandardHelpOptions = true)
    int scenes(
            @Mixin Size size,
            @Option(names = "--out", required = true, paramLabel = "FILE.safetensors") Path out) {
        return tensors(size.dataSet(GeneratedKind.SCENES, Split.TRAIN, 1, 1), out);
    }

    @Command(
            name = "spectral",
            description = {
                "Spectral scenes: 'input', F32 [N, 3, H, W] in [0, 1], and 'target',",
                "F32 [N, 31, H, W] in [0, 1], 400 to 700 nm."
            },
            mixinStandardHelpOptions = true)
    int spectral(
            @Mixin Size size,
            @Mixin Half half,
            @Option(names = "--out", required = true, paramLabel = "FILE.safetensors") Path out) {
        return tensors(size.dataSet(GeneratedKind.SPECTRAL, half.split, 1, 1), out);
    }

    @Command(
            name = "pairs",
            description = {
                "Photographs in two sizes: 'low', U8 [N, 3, h, w], of --height x --width, and",
                "'high', U8 [N, 3, s*h, s*w]."
            },
            mixinStandardHelpOptions = true)
    int pairs(
            @Mixin Size size,
            @Mixin Half half,
            @Option(names = "--scale", defaultValue = "4", description = "2, 3 or 4; default: 4")
                    int scale,
            @Option(names = "--out", required = true, paramLabel = "FILE.safetensors") Path out) {
        return tensors(size.dataSet(GeneratedKind.PAIRS, half.split, scale, 1), out);
    }

    @Command(
            name = "clips",
            description = {
                "Short films in two sizes: 'low', U8 [N, T, 3, h, w], of --height x --width, and",
                "'high', U8 [N, 3, s*h, s*w], the frame in the middle."
            },
            mixinStandardHelpOptions = true)
    int clips(
            @Mixin Size size,
            @Mixin Half half,
            @Option(names = "--frames", defaultValue = "5", description = "5 or 7; default: 5")
                    int frames,
            @Option(names = "--scale", defaultValue = "4", description = "2, 3 or 4; default: 4")
                    int scale,
            @Option(names = "--out", required = true, paramLabel = "FILE.safetensors") Path out) {
        return tensors(size.dataSet(GeneratedKind.CLIPS, half.split, scale, frames), out);
    }

    @Command(
            name = "detection",
            description = {
                "Drawn figures in scenes with annotations in COCO's format: images/*.png no larger",
                "than --height x --width, and instances.json."
            },
            mixinStandardHelpOptions = true)
    int detection(
            @Mixin Size size,
            @Mixin Half half,
            @Option(
                            names = "--out",
                            required = true,
                            paramLabel = "FOLDER",
                            description = "a new folder; one with the same data is left alone")
                    Path out,
            @Option(
                            names = "--tensors",
                            paramLabel = "FILE.safetensors",
                            description = {
                                "write 'images', U8 [N, 3, H, W] padded right and below with 0,",
                                "and 'sizes', I32 [N, 2], too"
                            })
                    Optional<Path> tensors) {
        DataSet data = size.dataSet(GeneratedKind.DETECTION, half.split, 1, 1);
        folder(data, out);
        tensors.ifPresent(file -> tensors(data, file));
        return Exit.CLEAN;
    }

    private static int tensors(DataSet data, Path out) {
        long start = System.nanoTime();
        data.writeTensors(out);
        say(data, out, start);
        return Exit.CLEAN;
    }

    /// A folder with other data is the user's: it stays.
    private static void folder(DataSet data, Path out) {
        GeneratedFolder folder = data.folder(out);
        switch (folder.state()) {
            case CURRENT -> Console.err().println(out + " has this data already");
            case OTHER ->
                    throw AssayException.config(
                            out + " holds other generated data: delete it or give another --out");
            case MISSING, STALE, FOREIGN -> {
                long start = System.nanoTime();
                folder.make(data::fill);
                say(data, out, start);
            }
        }
    }

    private static void say(DataSet data, Path out, long start) {
        Console.err()
                .printf(
                        Locale.ROOT,
                        "%s: %d of %s, seed %d, in %.1f s%n",
                        out,
                        data.request().count(),
                        data.request().kind().slug(),
                        data.request().seed(),
                        (System.nanoTime() - start) / NANOS);
    }
}
