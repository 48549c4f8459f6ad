package dev.assay.cli.quick;

import dev.assay.core.AssayException;
import dev.assay.core.suite.PixelRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// What the model is fed, and what its outputs are held against.
public final class InputOptions {
    @Option(
            names = "--ref",
            paramLabel = "FILE",
            description = {
                "stored outputs by name (.npz, .safetensors, Polygraphy's .json), perhaps",
                "with the inputs; default: ONNX Runtime on the CPU in FP32. Repeatable"
            })
    private List<Path> references = List.of();

    @Option(
            names = "--inputs",
            paramLabel = "FILE",
            description = "inputs by name, [N, ...]; default: random. Repeatable")
    private List<Path> inputs = List.of();

    @Option(
            names = "--loadInputs",
            paramLabel = "IN:FILE",
            description = "inputs as raw bytes of one batch, as for trtexec")
    private Optional<String> raw = Optional.empty();

    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            description = "other rows, to find INT8 ranges with; repeatable")
    private List<Path> calibration = List.of();

    @Option(
            names = "--range",
            paramLabel = "LOW,HIGH",
            description = "of random numbers; default: trtexec's, -1,1")
    private Optional<String> range = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "of random numbers; default: 1")
    private long seed = 1;

    public List<Path> references() {
        return there("--ref", references);
    }

    public List<Path> calibration() {
        return there("--calibration", calibration);
    }

    /// @throws AssayException if a file is not there, or an option has no meaning
    public InputSource source() {
        Map<String, Path> files = raw.map(InputOptions::files).orElse(Map.of());
        if (!files.isEmpty() && !inputs.isEmpty()) {
            throw AssayException.config("--inputs and --loadInputs: give one of them");
        }
        there("--loadInputs", List.copyOf(files.values()));
        return new InputSource(
                there("--inputs", inputs),
                files,
                range.map(InputOptions::range).orElse(InputSource.TRTEXEC_RANGE),
                seed);
    }

    private static List<Path> there(String option, List<Path> files) {
        files.stream()
                .filter(it -> !Files.isRegularFile(it))
                .findFirst()
                .ifPresent(it -> {
                    throw AssayException.config(option + ": there is no file " + it);
                });
        return files;
    }

    private static Map<String, Path> files(String text) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int colon = part.indexOf(':');
            if (colon < 1 || colon == part.length() - 1) {
                throw AssayException.config(
                        "--loadInputs is '%s': write NAME:FILE for each input, with commas between"
                                .formatted(text));
            }
            files.put(part.substring(0, colon), Path.of(part.substring(colon + 1)));
        }
        return files;
    }

    private static PixelRange range(String text) {
        try {
            double[] ends =
                    Stream.of(text.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
            if (ends.length == 2) {
                return new PixelRange(ends[0], ends[1]);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw AssayException.config("--range is '%s': write LOW,HIGH, e.g. 0,1".formatted(text));
    }
}
