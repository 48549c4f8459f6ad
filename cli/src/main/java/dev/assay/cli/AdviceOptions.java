package dev.assay.cli;

import dev.assay.accuracy.advice.Advisor;
import dev.assay.core.AssayException;
import dev.assay.core.format.TensorFiles;
import dev.assay.core.format.storage.TensorHints;
import dev.assay.core.suite.Precision;
import dev.assay.core.tensor.TensorData;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/// Whether tolerances are proposed, and from what beside the two files.
final class AdviceOptions {
    @Option(
            names = "--advise",
            description = {
                "propose tolerances for every precision; the two files are what the",
                "reference computes in FP32 and in FP64"
            })
    private boolean advise;

    @Option(
            names = "--measured",
            paramLabel = "PRECISION=FILE",
            description = {
                "with --advise: outputs of a right engine of that precision, e.g.",
                "TF32=tf32.safetensors; repeatable"
            })
    private Map<Precision, Path> measured = Map.of();

    /// @throws AssayException if the options do not go together
    void check() {
        if (!measured.isEmpty() && !advise) {
            throw AssayException.config(
                    "--measured is what advice may rest on: add --advise, or leave it out");
        }
    }

    /// @param hints for the measured files
    /// @return empty where no advice was asked for
    Optional<Advices> advise(
            Path singleFile,
            Map<String, TensorData> single,
            Map<String, TensorData> exact,
            TensorHints hints,
            Arena arena) {
        if (!advise) {
            return Optional.empty();
        }
        Map<Precision, Map<String, TensorData>> outputs = new EnumMap<>(Precision.class);
        measured.forEach((precision, file) -> {
            var read = TensorFiles.read(file, hints, arena);
            outputs.put(precision, PairedFiles.pair(singleFile, single, file, read));
        });
        Advices advices = new Advices();
        for (Map.Entry<String, TensorData> entry : new TreeMap<>(exact).entrySet()) {
            String name = entry.getKey();
            TensorData ours = Optional.ofNullable(single.get(name)).orElseThrow();
            if (!entry.getValue().spec().elementType().isFloatingPoint()) {
                advices.leaveOut(entry.getValue());
                continue;
            }
            Map<Precision, TensorData> ofOutput = new EnumMap<>(Precision.class);
            outputs.forEach((precision, tensors) ->
                    Optional.ofNullable(tensors.get(name))
                            .ifPresent(it -> ofOutput.put(precision, it)));
            advices.add(ours.spec(), Advisor.advise(ours, entry.getValue(), ofOutput));
        }
        advices.requireAny();
        return Optional.of(advices);
    }
}
