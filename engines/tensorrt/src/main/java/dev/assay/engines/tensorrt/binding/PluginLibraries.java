package dev.assay.engines.tensorrt.binding;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.format.Sha256;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.nvinfer.IPluginRegistry;

/// Libraries of plugins, as trtexec's `--dynamicPlugins`: TensorRT's registry knows their plugins
/// before a model is parsed or a plan is loaded.
///
/// @param files absolute, in the order in which they are loaded
public record PluginLibraries(List<Path> files) {
    /// Of the settings that a plan is recorded with.
    public static final String SETTING = "pluginsSha256";

    private static final List<String> ENTRY_POINTS = List.of("getCreators", "getPluginCreators");

    public PluginLibraries {
        files = List.copyOf(files);
    }

    /// @param option paths, separated by commas; absent for none
    public static PluginLibraries of(Optional<String> option) {
        List<Path> files = new ArrayList<>();
        for (String text : option.map(it -> it.split(",", -1)).orElse(new String[0])) {
            files.add(Path.of(text.strip()).toAbsolutePath().normalize());
        }
        return new PluginLibraries(files);
    }

    /// SHA-256 of each library: plans of another library are other plans.
    ///
    /// @return empty without libraries
    public Optional<String> sha256() {
        if (files.isEmpty()) {
            return Optional.empty();
        }
        files.forEach(PluginLibraries::require);
        return Optional.of(files.stream().map(Sha256::of).collect(Collectors.joining(",")));
    }

    /// Loads those that this process has not loaded yet: twice, their plugins would be registered
    /// twice. TensorRT itself is loaded before.
    ///
    /// @throws AssayException of kind `ENVIRONMENT` if one cannot be loaded, with the reason of the
    ///   system's loader, or has no plugins
    public void load() {
        files.stream().filter(it -> !SharedObject.isOpen(it)).forEach(PluginLibraries::load);
    }

    private static void load(Path file) {
        require(file);
        SharedObject library = SharedObject.open(file);
        IPluginRegistry registry = nvinfer.getPluginRegistry();
        int before = creators(registry);
        if (ENTRY_POINTS.stream().anyMatch(library::has)) {
            TensorRtLogger.INSTANCE.forget();
            var handle = registry.loadLibrary(file.toString());
            if (handle == null || handle.isNull()) {
                throw failed(
                        "TensorRT does not take the plugin library %s: %s. It needs both setLoggerFinder and getCreators, and plugins of this TensorRT"
                                .formatted(file, TensorRtLogger.INSTANCE.reason()));
            }
        }
        // Without entry points, plugins of the older interface have registered themselves by now.
        if (creators(registry) <= before) {
            throw failed(
                    "The plugin library %s has no creators that are not there already: it exports no getCreators, and registers none itself when it is loaded"
                            .formatted(file));
        }
    }

    private static int creators(IPluginRegistry registry) {
        try (IntPointer count = new IntPointer(1)) {
            registry.getAllCreators(count);
            return count.get();
        }
    }

    private static void require(Path file) {
        if (!Files.isReadable(file)) {
            throw failed(
                    "There is no readable plugin library %s: build it, see plugins-cuda/README.md"
                            .formatted(file));
        }
    }

    private static AssayException failed(String message) {
        return new AssayException(ErrorKind.ENVIRONMENT, message);
    }
}
