package dev.assay.engines.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// ONNX Runtime's libraries for the CPU, unpacked once for all processes.
///
/// The Java API would copy 17 MB out of its jar in every process that measures, and leaves an empty
/// folder behind whenever one is killed.
final class UnpackedLibraries {
    private static final Map<String, String> PLATFORMS =
            Map.of("amd64", "linux-x64", "aarch64", "linux-aarch64");
    private static final List<String> FILES =
            List.of("libonnxruntime.so", "libonnxruntime4j_jni.so");

    private UnpackedLibraries() {}

    /// @param folder of all libraries that are unpacked
    /// @return the folder with ONNX Runtime's; empty where this is not possible, on a disk that is
    ///   full or may not be written to for example: the API does it then, or says what is wrong
    static Optional<Path> in(Path folder) {
        String platform = PLATFORMS.get(System.getProperty("os.arch"));
        if (platform == null) {
            return Optional.empty();
        }
        try {
            URL library = resource(platform, FILES.getFirst());
            if (!(library.openConnection() instanceof JarURLConnection jar)) {
                return Optional.empty();
            }
            String key = HexFormat.of().toHexDigits((int) jar.getJarEntry().getCrc());
            Path unpacked = folder.resolve("onnxruntime-" + key);
            for (String file : FILES) {
                unpack(resource(platform, file), unpacked.resolve(file));
            }
            return Optional.of(unpacked);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static URL resource(String platform, String file) throws IOException {
        URL resource =
                OrtEnvironment.class.getResource("/ai/onnxruntime/native/" + platform + "/" + file);
        if (resource == null) {
            throw new IOException("no " + file + " for " + platform);
        }
        return resource;
    }

    /// Under a name of its own first: other processes do the same at the same time.
    private static void unpack(URL resource, Path file) throws IOException {
        URLConnection connection = resource.openConnection();
        if (Files.isRegularFile(file) && Files.size(file) == connection.getContentLengthLong()) {
            return;
        }
        Files.createDirectories(file.getParent());
        Path temporary = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".part");
        try (InputStream bytes = connection.getInputStream()) {
            Files.copy(bytes, temporary, StandardCopyOption.REPLACE_EXISTING);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
