package dev.assay.engines.tensorrt.binding;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.tensorrt.TensorRtLine;
import java.io.IOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;

/// The Java bindings of this process, of whatever line. What they declare as constants is not
/// asked: the compiler has put the values of the line that Assay is built with into our classes.
public final class Bindings {
    private Bindings() {}

    /// Loads no native library.
    ///
    /// @throws AssayException of kind `ENVIRONMENT` if they are of no line that Assay knows
    public static TensorRtLine line() {
        String version = version();
        return TensorRtLine.ofBindings(version)
                .orElseThrow(() ->
                        new AssayException(
                                ErrorKind.ENVIRONMENT,
                                "The class path has bindings of TensorRT '%s', which Assay does not know: install it anew"
                                        .formatted(version)));
    }

    /// For example `10.6-1.5.11`: TensorRT's version and JavaCPP's.
    static String version() {
        try {
            String version = Loader.getVersion("org.bytedeco", "tensorrt");
            return version == null ? "" : version;
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    /// The one setting whose method has another result from 11 on: a call that is compiled with
    /// 10.x finds no such method there.
    public static void setMaxAuxStreams(IBuilderConfig config, int streams) {
        try {
            IBuilderConfig.class.getMethod("setMaxAuxStreams", int.class).invoke(config, streams);
        } catch (ReflectiveOperationException e) {
            throw new AssayException(
                    ErrorKind.INTERNAL,
                    "TensorRT's bindings %s do not take maxAuxStreams".formatted(version()),
                    e);
        }
    }
}
