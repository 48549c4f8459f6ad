package dev.assay.core.lab;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// One variant of one kernel at one size: a line of `assay_kernels_bench` or `torch_operators.py`.
///
/// @param kernel for example `layer-norm`
/// @param variant for example `warp`, or `pytorch`
/// @param element `fp32`, `fp16` or `bf16`
/// @param shape of its data
/// @param cache `cold`, where every launch finds its data in memory, or `hot`
/// @param medianSeconds of one launch, between device events; quartiles beside it
/// @param bytes that have to be read and written once
/// @param ofCopy bytes a second, as a fraction of what the fastest copy of a lab reached, in a line
///   of a file that of the same process
public record KernelRow(
        String kernel,
        String variant,
        String element,
        List<Long> shape,
        String cache,
        double medianSeconds,
        double q1Seconds,
        double q3Seconds,
        long bytes,
        double ofCopy) {
    /// The kernel whose bandwidth is the measure of all others.
    static final String COPY = "copy";

    public KernelRow {
        requireNonNull(kernel, "kernel is null");
        requireNonNull(variant, "variant is null");
        requireNonNull(element, "element is null");
        shape = List.copyOf(shape);
        if (!(medianSeconds > 0) || !(q1Seconds > 0) || !(q3Seconds >= q1Seconds)) {
            throw new IllegalArgumentException(
                    "times of %s %s are not positive and in order".formatted(kernel, variant));
        }
    }

    public double bytesPerSecond() {
        return bytes / medianSeconds;
    }

    KernelRow withOfCopy(double share) {
        return new KernelRow(
                kernel,
                variant,
                element,
                shape,
                cache,
                medianSeconds,
                q1Seconds,
                q3Seconds,
                bytes,
                share);
    }

    public boolean cold() {
        return cache.equals("cold");
    }

    /// What is computed, whoever computes it.
    public Subject subject() {
        return new Subject(kernel, element, shape);
    }

    public record Subject(String kernel, String element, List<Long> shape) {
        public Subject {
            shape = List.copyOf(shape);
        }
    }
}
