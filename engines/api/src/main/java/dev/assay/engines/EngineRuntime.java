package dev.assay.engines;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.process.ChildProcess;
import dev.assay.core.process.JavaLauncher;
import dev.assay.core.process.Reply;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.EngineDescriptor;
import dev.assay.core.tensorrt.HostTensorRt;
import dev.assay.core.tensorrt.TensorRtLine;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How processes that load engines are started on this machine.
///
/// @param cache of the user, for what outlives a run
/// @param device that GPU engines use, as `CUDA_VISIBLE_DEVICES` names it
/// @param tensorRt of the user's own, for the engines that load one
/// @param timeout of one fork beyond its measuring time, and of one comparison
/// @param build limits of one build
public record EngineRuntime(
        EngineCatalog catalog,
        EngineClasspath classPath,
        Path cache,
        Optional<String> device,
        Optional<HostTensorRt> tensorRt,
        Duration timeout,
        ChildProcess.Limits build) {
    /// Variable with the loader's path as the user has set it, for programs of the user that a
    /// process of ours starts: libraries of another CUDA on it break them.
    public static final String USERS_LOADER_PATH = "ASSAY_USERS_LOADER_PATH";

    private static final String LOADER_PATH = "LD_LIBRARY_PATH";
    private static final int IMAGES_IN_TIMEOUT = 100;

    /// The same, on one GPU.
    public EngineRuntime on(String deviceUuid) {
        return new EngineRuntime(
                catalog, classPath, cache, Optional.of(deviceUuid), tensorRt, timeout, build);
    }

    /// The same with engines and their harness from another place.
    public EngineRuntime with(EngineClasspath other) {
        return new EngineRuntime(catalog, other, cache, device, tensorRt, timeout, build);
    }

    /// The same with a TensorRT of the user's own.
    public EngineRuntime with(HostTensorRt other) {
        return new EngineRuntime(
                catalog, classPath, cache, device, Optional.of(other), timeout, build);
    }

    /// For processes that time an engine.
    public JavaLauncher timing(String engine, Path folder, Duration measuring) {
        return measuring(engine, EngineJvm.timing(cache), folder, measuring);
    }

    /// For processes that start a JVM of their own to time an engine.
    public JavaLauncher hosting(String engine, Path folder, Duration measuring) {
        return measuring(engine, EngineJvm.hosting(cache, classes(engine)), folder, measuring);
    }

    private JavaLauncher measuring(
            String engine, List<String> arguments, Path folder, Duration measuring) {
        return launcher(
                engine,
                arguments,
                folder,
                ErrorKind.INFERENCE,
                new ChildProcess.Limits(timeout.plus(measuring), Long.MAX_VALUE));
    }

    /// For processes that compare whole tensors and time nothing.
    public JavaLauncher comparing(String engine, Path folder) {
        return comparing(engine, folder, 0);
    }

    /// For processes that run a set of images, too: each hundred of them may take as long as a
    /// comparison.
    public JavaLauncher comparing(String engine, Path folder, int images) {
        return launcher(
                engine,
                EngineJvm.comparing(cache),
                folder,
                ErrorKind.INFERENCE,
                new ChildProcess.Limits(
                        timeout.plus(timeout.multipliedBy(images).dividedBy(IMAGES_IN_TIMEOUT)),
                        Long.MAX_VALUE));
    }

    /// For processes that build an engine.
    public JavaLauncher building(String engine, Path folder) {
        return launcher(engine, EngineJvm.comparing(cache), folder, ErrorKind.ENGINE_BUILD, build);
    }

    /// Builds an engine into the cache, or finds it there, in a process of its own.
    ///
    /// @param folder for what the process writes
    public Reply<PreparedEngine> build(EngineRequest request, Path folder) {
        return building(request.engine(), folder)
                .run(
                        PrepareWorker.class,
                        new PrepareWorker.Job(request, cache),
                        PreparedEngine.class);
    }

    /// For processes that note what runs on the GPU and whose times are no measurement.
    ///
    /// Libraries name the ranges of their layers only for a listener that they find by this
    /// variable when they are loaded.
    public JavaLauncher profiling(String engine, Path folder) {
        Map<String, String> variables = new HashMap<>(variables(engine));
        TensorRtLine line =
                tensorRt.filter(_ -> catalog.get(engine).callsTensorRt())
                        .map(HostTensorRt::line)
                        .orElse(TensorRtLine.own());
        KernelLibrary.find(variables.getOrDefault(LOADER_PATH, ""), line.cuda())
                .ifPresent(library -> {
                    variables.put("NVTX_INJECTION64_PATH", library.toString());
                    variables.merge(
                            LOADER_PATH,
                            String.valueOf(library.getParent()),
                            (own, added) -> own + File.pathSeparator + added);
                });
        return new JavaLauncher(
                classes(engine),
                EngineJvm.comparing(cache),
                variables,
                folder,
                ErrorKind.INFERENCE,
                new ChildProcess.Limits(timeout.multipliedBy(2), Long.MAX_VALUE));
    }

    private JavaLauncher launcher(
            String engine,
            List<String> arguments,
            Path folder,
            ErrorKind death,
            ChildProcess.Limits limits) {
        return new JavaLauncher(
                classes(engine), arguments, variables(engine), folder, death, limits);
    }

    /// The loader reads its path once, when a process starts: TensorRT's builder looks its own
    /// resources up there by name.
    Map<String, String> variables(String engine) {
        EngineDescriptor descriptor = catalog.get(engine);
        Map<String, String> variables = new HashMap<>();
        if (descriptor.device() != EngineDescriptor.Device.CPU) {
            // CUDA's own order, fastest first, is not the one of the driver's tools.
            variables.put("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
            device.ifPresent(it -> variables.put("CUDA_VISIBLE_DEVICES", it));
        }
        if (!descriptor.libraries().isEmpty()) {
            variables.put(LOADER_PATH, loaderPath(descriptor));
            variables.put(
                    USERS_LOADER_PATH, Optional.ofNullable(System.getenv(LOADER_PATH)).orElse(""));
        }
        return variables;
    }

    /// @throws AssayException of kind `ENVIRONMENT` if the engine is not installed, or cannot load
    ///   the user's TensorRT
    private String classes(String engine) {
        EngineDescriptor descriptor = catalog.get(engine);
        Optional<HostTensorRt> own = tensorRt.filter(it -> descriptor.loadsTensorRt());
        if (own.isEmpty()) {
            return classPath.of(descriptor);
        }
        if (descriptor.callsTensorRt()) {
            return classPath.of(descriptor, own.get().line());
        }
        if (own.get().line().major() != TensorRtLine.own().major()) {
            throw new AssayException(
                    ErrorKind.ENVIRONMENT,
                    "%s is linked to TensorRT %d, %s holds %s: give --tensorrt a folder of TensorRT %d, or measure this model with tensorrt-onnx"
                            .formatted(
                                    engine,
                                    TensorRtLine.own().major(),
                                    own.get().folder(),
                                    own.get().version(),
                                    TensorRtLine.own().major()));
        }
        return classPath.of(descriptor);
    }

    private String loaderPath(EngineDescriptor engine) {
        Optional<HostTensorRt> own = tensorRt.filter(it -> engine.loadsTensorRt());
        List<String> installed =
                engine.libraries().stream()
                        .flatMap(folder -> classPath.libraries(folder).stream())
                        .map(Path::toString)
                        .toList();
        List<String> users = Stream.ofNullable(System.getenv(LOADER_PATH)).toList();
        // A TensorRT of another line wants the host's CUDA. What is installed comes last then: the
        // bindings load cuDNN, which TensorRT does not use and hosts may not have.
        boolean other = own.isPresent() && own.get().line() != TensorRtLine.own();
        // An empty entry would stand for the current folder.
        return Stream.of(
                        own.stream().map(it -> it.folder().toString()),
                        (other ? users : installed).stream(),
                        (other ? installed : users).stream())
                .flatMap(it -> it)
                .filter(it -> !it.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// Why no process of this engine could work here, if that is already plain.
    public Optional<String> missing(String engine) {
        try {
            classes(engine);
        } catch (AssayException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }
}
