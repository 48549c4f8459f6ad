package dev.assay.engines;

import dev.assay.core.speed.Ceilings;
import java.util.Optional;
import java.util.ServiceLoader;

/// Finds out what the GPU can do at most. Found with {@link ServiceLoader}.
public interface DeviceCeilings {
    /// Copies and multiplies large matrices for about a second.
    ///
    /// @return what could be measured; rates are missing where a library or a unit is
    /// @throws dev.assay.core.AssayException if the GPU cannot be used
    Ceilings measure();

    /// The one on this process's class path, if any.
    static Optional<DeviceCeilings> find() {
        return ServiceLoader.load(DeviceCeilings.class).findFirst();
    }
}
