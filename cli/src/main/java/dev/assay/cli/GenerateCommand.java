package dev.assay.cli;

import dev.assay.accuracy.generate.SceneGenerator;
import dev.assay.accuracy.generate.SceneRequest;
import dev.assay.core.format.SafetensorsFile;
import dev.assay.core.tensor.ElementType;
import dev.assay.core.tensor.Shape;
import dev.assay.core.tensor.TensorData;
import dev.assay.core.tensor.TensorSpec;
import dev.assay.core.verdict.Exit;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Generated data sets: the same pixels from the same seed on every machine.
@Command(
        name = "generate",
        description = "Generate seeded reference inputs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class GenerateCommand {
    private static final int CHANNELS = 3;

    @Command(
            name = "scenes",
            description = "Procedural photographs: one tensor 'input', F32 [N, 3, H, W] in [0, 1].",
            mixinStandardHelpOptions = true)
    int scenes(
            @Option(names = "--seed", required = true) long seed,
            @Option(names = "--count", required = true) int count,
            @Option(names = "--height", required = true) int height,
            @Option(names = "--width", required = true) int width,
            @Option(names = "--out", required = true, paramLabel = "FILE.safetensors") Path out) {
        TensorSpec spec =
                new TensorSpec(
                        "input", ElementType.FLOAT32, Shape.of(count, CHANNELS, height, width));
        try (Arena arena = Arena.ofConfined()) {
            TensorData tensor = TensorData.allocate(spec, arena);
            for (int index = 0; index < count; index++) {
                float[] scene = SceneGenerator.rgb(new SceneRequest(seed, index, height, width));
                MemorySegment.copy(
                        scene,
                        0,
                        tensor.segment(),
                        ValueLayout.JAVA_FLOAT,
                        (long) index * scene.length * Float.BYTES,
                        scene.length);
            }
            SafetensorsFile.write(out, List.of(tensor));
        }
        return Exit.CLEAN;
    }
}
