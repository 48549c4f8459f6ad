package dev.assay.cli.imports;

import dev.assay.core.AssayException;
import dev.assay.onnx.graph.ModelVersions;
import java.nio.file.Files;
import java.nio.file.Path;

/// A user's model, or a copy of it that ONNX Runtime 1.20 can read.
///
/// @param file as the user named it
public record ImportedModel(Path file, ModelVersions versions) {
    /// What ONNX Runtime 1.20 reads. An IR version of later date only adds to the file format; what
    /// an operator means stands in the opset.
    static final long NEWEST_IR = 10;

    static final long NEWEST_OPSET = 21;

    /// @throws AssayException if it is no ONNX file, or needs operators that ONNX Runtime lacks
    public static ImportedModel of(Path file) {
        if (!Files.isRegularFile(file)) {
            throw AssayException.config(
                    Files.isDirectory(file)
                            ? "--onnx: %s is a folder: name the .onnx file in it".formatted(file)
                            : "--onnx: there is no file " + file);
        }
        ModelVersions versions = ModelVersions.of(file);
        if (versions.opset() > NEWEST_OPSET) {
            throw AssayException.data(
                    "%s has opset %d, ONNX Runtime 1.20 knows operators up to %d: export it with opset_version=17"
                            .formatted(file, versions.opset(), NEWEST_OPSET));
        }
        return new ImportedModel(file, versions);
    }

    /// Whether engines need a copy of lower IR version.
    public boolean isTooNew() {
        return versions.ir() > NEWEST_IR;
    }

    /// The file that the suite is for: the user's own, or a copy in the suite's folder with all
    /// weights in it.
    Path readable(NewFolder folder) {
        return readable(folder.path());
    }

    /// The same for any folder.
    public Path readable(Path folder) {
        if (!isTooNew()) {
            return file;
        }
        Path copy = folder.resolve(SuiteText.MODEL);
        ModelVersions.writeWithIr(NEWEST_IR, file, copy);
        return copy;
    }

    /// The file's name, and what was done to it.
    String described() {
        return isTooNew()
                ? "%s (IR version %d; %s is the same with %d)"
                        .formatted(file.getFileName(), versions.ir(), SuiteText.MODEL, NEWEST_IR)
                : String.valueOf(file.getFileName());
    }
}
