package dev.assay.core.tensorrt;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/// A line of TensorRT that there are Java bindings of.
///
/// A library is called through the newest line of its major version that is not newer than itself:
/// within a major version NVIDIA adds to its interfaces and takes nothing away.
public enum TensorRtLine {
    /// The line whose libraries Assay brings.
    V10_6(10, 6, 12),
    V10_15(10, 15, 13),
    /// Networks are strongly typed from here on: no precision flags, no calibrators.
    V11_2(11, 2, 13);

    private final int major;
    private final int minor;
    private final int cuda;

    TensorRtLine(int major, int minor, int cuda) {
        this.major = major;
        this.minor = minor;
        this.cuda = cuda;
    }

    /// The line of Assay's own libraries.
    public static TensorRtLine own() {
        return V10_6;
    }

    /// The line to call a library through; empty if it is older than the bindings of its major
    /// version, or if there are none of that.
    public static Optional<TensorRtLine> of(TensorRtVersion version) {
        return Arrays.stream(values())
                .filter(it -> it.calls(version.major(), version.minor()))
                .max(Comparator.comparingInt(it -> it.minor));
    }

    /// The line of bindings by their own version, e.g. `10.15-1.5.13`.
    public static Optional<TensorRtLine> ofBindings(String version) {
        return TensorRtVersion.in(version)
                .flatMap(found ->
                        Arrays.stream(values())
                                .filter(it ->
                                        it.major == found.major() && it.minor == found.minor())
                                .findFirst());
    }

    /// Whether these bindings can call a library of a version.
    public boolean calls(int libraryMajor, int libraryMinor) {
        return libraryMajor == major && libraryMinor >= minor;
    }

    /// Whether networks take their types from the model alone.
    public boolean stronglyTypedOnly() {
        return major >= V11_2.major;
    }

    /// The number in the names of its libraries, `libnvinfer.so.10`.
    public int major() {
        return major;
    }

    /// Major version of the CUDA whose libraries the bindings load.
    public int cuda() {
        return cuda;
    }

    /// For people and folders: `10.15`.
    @Override
    public String toString() {
        return major + "." + minor;
    }

    /// What Assay takes, for refusals.
    static String takes() {
        return "10.6 and newer of TensorRT 10, and 11.2 and newer of TensorRT 11";
    }
}
