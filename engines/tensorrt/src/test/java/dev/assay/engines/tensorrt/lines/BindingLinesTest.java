package dev.assay.engines.tensorrt.lines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.tensorrt.TensorRtLine;
import dev.assay.engines.cuda.CudaDevice;
import dev.assay.engines.tensorrt.TensorRtProvider;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Our classes are compiled with one line and run with each: what they use has to be in all, but
/// for what {@link dev.assay.engines.tensorrt.build.LineLimits} refuses.
class BindingLinesTest {
    private static final Predicate<String> OF_WEAK_TYPING =
            name ->
                    name.startsWith("dev/assay/engines/tensorrt/calibration/")
                            || name.startsWith("dev/assay/engines/tensorrt/build/WeakTyping");

    @ParameterizedTest
    @EnumSource(TensorRtLine.class)
    void declareAllThatOurClassesUseButWeakTyping(TensorRtLine line)
            throws IOException, URISyntaxException {
        Map<String, Set<String>> missing = ours().missingIn(bindings(line));

        assertThat(ours().classes()).hasSizeGreaterThan(80);
        assertThat(missing.keySet()).allMatch(OF_WEAK_TYPING);
        assertThat(missing.isEmpty()).isEqualTo(!line.stronglyTypedOnly());
    }

    @Test
    void wouldNoticeACallThatIsNotThere() throws IOException, URISyntaxException {
        assertThat(ours().missingIn(bindings(TensorRtLine.V11_2)).values())
                .flatExtracting(it -> it)
                .contains(
                        "nvinfer$BuilderFlag.kFP16",
                        "IBuilderConfig.setInt8Calibrator",
                        "org/bytedeco/tensorrt/nvinfer/IInt8EntropyCalibrator2");
    }

    /// The verifier loads more classes than the code ever calls.
    @ParameterizedTest
    @EnumSource(TensorRtLine.class)
    void letOurClassesLink(TensorRtLine line) throws IOException, URISyntaxException {
        List<String> broken = new ArrayList<>();
        try (LineLoader loader = new LineLoader(line)) {
            for (String name : ours().classes().keySet()) {
                if (!OF_WEAK_TYPING.test(name) || !line.stronglyTypedOnly()) {
                    link(name.replace('/', '.'), loader, broken);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    /// That a native library is missing is seen only after a class is linked.
    private static void link(String name, ClassLoader loader, List<String> broken) {
        try {
            Class.forName(name, true, loader);
        } catch (UnsatisfiedLinkError | ExceptionInInitializerError e) {
            // Linked.
        } catch (NoClassDefFoundError e) {
            if (!String.valueOf(e.getMessage()).startsWith("Could not initialize class")) {
                broken.add(name + ": " + e);
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            broken.add(name + ": " + e);
        }
    }

    private static CompiledClasses ours() throws IOException, URISyntaxException {
        return CompiledClasses.of(
                List.of(
                        CompiledClasses.placeOf(TensorRtProvider.class),
                        CompiledClasses.placeOf(CudaDevice.class)));
    }

    private static CompiledClasses bindings(TensorRtLine line)
            throws IOException, URISyntaxException {
        return CompiledClasses.of(List.copyOf(jars(line)));
    }

    private static Collection<Path> jars(TensorRtLine line) throws IOException, URISyntaxException {
        if (line == TensorRtLine.own()) {
            return List.of(
                    CompiledClasses.placeOf(Pointer.class),
                    CompiledClasses.placeOf(cudart.class),
                    CompiledClasses.placeOf(nvinfer.class));
        }
        Path folder =
                Path.of(System.getProperty("assay.lines", "../../dist/lib/lines"))
                        .resolve(line.toString());
        try (Stream<Path> files = Files.list(folder)) {
            // A build for GPUs puts what is native there, too.
            return files.filter(it -> it.toString().endsWith(".jar"))
                    .filter(it -> !it.toString().contains("linux-"))
                    .toList();
        }
    }

    /// Loads our classes and the bindings anew, and all else with the tests.
    private static final class LineLoader extends URLClassLoader {
        LineLoader(TensorRtLine line) throws IOException, URISyntaxException {
            super(urls(line), BindingLinesTest.class.getClassLoader());
        }

        private static URL[] urls(TensorRtLine line) throws IOException, URISyntaxException {
            List<Path> places = new ArrayList<>(jars(line));
            places.add(CompiledClasses.placeOf(TensorRtProvider.class));
            places.add(CompiledClasses.placeOf(CudaDevice.class));
            URL[] urls = new URL[places.size()];
            for (int i = 0; i < urls.length; i++) {
                urls[i] = places.get(i).toUri().toURL();
            }
            return urls;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean anew =
                    name.startsWith("org.bytedeco.")
                            || name.startsWith("dev.assay.engines.tensorrt.")
                            || name.startsWith("dev.assay.engines.cuda.");
            if (!anew) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
