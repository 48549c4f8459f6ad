package dev.assay.core.suite;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/// Which files of a suite have to be here when it is read.
enum FileCheck {
    ALL,
    ALL_BUT_GENERATED,
    NONE;

    /// @param generated folders that will be made
    Predicate<Path> whichMustExist(List<Path> generated) {
        return switch (this) {
            case ALL -> path -> true;
            case ALL_BUT_GENERATED -> path -> generated.stream().noneMatch(path::startsWith);
            case NONE -> path -> false;
        };
    }
}
