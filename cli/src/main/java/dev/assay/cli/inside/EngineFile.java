package dev.assay.cli.inside;

import dev.assay.core.AssayException;
import dev.assay.core.breakdown.Breakdown;
import dev.assay.core.format.JsonLines;
import dev.assay.core.kernels.KernelProfile;
import dev.assay.core.layers.InspectorReport;
import dev.assay.core.speed.Ceilings;
import dev.assay.core.speed.DataSheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// An engine as files tell of it.
///
/// @param profile of the case that it was profiled in, if it was
public record EngineFile(Path file, Breakdown breakdown, Optional<KernelProfile> profile) {
    private static final String LAYERS = ".layers.json";

    /// Reads `profiles/<case>.layers.json` of a run, or any report of TensorRT's inspector or
    /// trtexec, with the kernels of the profile that lies beside it under the same name.
    ///
    /// @throws AssayException if it cannot be read
    public static EngineFile read(Path given) {
        Path layers = layers(given);
        String name = layers.getFileName().toString();
        Optional<KernelProfile> profile =
                name.endsWith(LAYERS)
                        ? profile(
                                layers.resolveSibling(
                                        name.substring(0, name.length() - LAYERS.length())
                                                + ".json"))
                        : Optional.empty();
        return new EngineFile(
                given,
                Breakdown.of(
                        InspectorReport.read(layers),
                        profile,
                        profile.flatMap(EngineFile::ceilings)),
                profile);
    }

    /// A profile stands for the layers beside it.
    private static Path layers(Path given) {
        String name = given.getFileName().toString();
        Path beside = given.resolveSibling(name.replaceFirst("\\.json$", "") + LAYERS);
        List<Path> candidates = name.endsWith(LAYERS) ? List.of(given) : List.of(beside, given);
        return candidates.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> AssayException.data("There is no file " + given));
    }

    private static Optional<KernelProfile> profile(Path file) {
        return Files.isRegularFile(file) && isProfile(file)
                ? Optional.of(JsonLines.readRecord(file, KernelProfile.SCHEMA, KernelProfile.class))
                : Optional.empty();
    }

    /// In the cache of plans, what lies there is the plan's own record.
    private static boolean isProfile(Path file) {
        try {
            return Files.readString(file).contains(KernelProfile.SCHEMA);
        } catch (IOException e) {
            throw AssayException.environment("Cannot read " + file + ": " + e, e);
        }
    }

    private static Optional<Ceilings> ceilings(KernelProfile profile) {
        Optional<Ceilings> sheet = DataSheet.of(profile.device());
        return profile.ceilings().map(it -> sheet.map(it::orElse).orElse(it)).or(() -> sheet);
    }

    /// The precision that the case asks for, `FP16` of `…/fp16/…`.
    public Optional<String> asked() {
        return profile.map(
                it -> it.caseId().precision().replaceAll("-.*", "").toUpperCase(Locale.ROOT));
    }
}
