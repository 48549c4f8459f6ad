package dev.assay.core.verdict;

import dev.assay.core.run.Environment;
import dev.assay.core.suite.Problems;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The names that a person gave of what is compared. A name that permits nothing is said: whoever
/// gave it believes that it does.
record SubjectFields(Set<String> names) {
    SubjectFields {
        names = Set.copyOf(names);
    }

    /// @param known fields that may differ: of the context and of engines, of the run and of its
    ///   baseline
    List<String> notices(Environment environment, Set<String> known) {
        return new TreeSet<>(names)
                .stream()
                        .filter(it -> !known.contains(it))
                        .map(it ->
                                environment.identity().containsKey(it)
                                        ? identity(it)
                                        : "--subject %s is no field of this run or its baseline%s"
                                                .formatted(it, Problems.suggestion(it, known)))
                        .toList();
    }

    private static String identity(String name) {
        return "--subject %s permits nothing: it is part of what an environment is, whose speeds"
                        .formatted(name)
                + " are never judged by another's; `ab` measures both in one session";
    }
}
