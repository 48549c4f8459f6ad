package org.bytedeco.dnnl.presets;

/// Stands where JavaCPP's bindings of oneDNN would be.
///
/// The bindings of ONNX Runtime name this class as one that they inherit from, because a build of
/// theirs for CPUs brings a provider on top of oneDNN. JavaCPP would load oneDNN and OpenCL first,
/// 27 MB that no engine of Assay uses. A class without JavaCPP's annotations has nothing to load.
public final class dnnl {
    private dnnl() {}
}
