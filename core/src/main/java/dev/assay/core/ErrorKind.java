package dev.assay.core;

/// What went wrong, from the point of view of whoever has to act on it.
public enum ErrorKind {
    /// A suite, a command line or another input that the user wrote.
    CONFIG,
    /// The machine: a missing library, driver, folder or permission, a full disk.
    ENVIRONMENT,
    /// An engine could not be prepared from its model.
    ENGINE_BUILD,
    /// What was asked for does not exist on this GPU or for this model, such as FP8 on an A10: the
    /// case is skipped with the reason.
    UNSUPPORTED,
    /// An engine failed while it ran.
    INFERENCE,
    /// A data file is damaged, lies about itself or does not fit the model.
    DATA,
    /// A defect in Assay itself.
    INTERNAL
}
