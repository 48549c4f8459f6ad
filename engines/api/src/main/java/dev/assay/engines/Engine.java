package dev.assay.engines;

/// A loaded network. One owner; closed after its sessions.
public interface Engine extends AutoCloseable {
    /// A session for one thread.
    Session openSession();

    @Override
    void close();
}
