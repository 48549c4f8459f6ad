package dev.assay.core.run;

import java.util.Collection;

/// Whether times had settled when they were taken.
public enum Steadiness {
    STEADY("steady"),
    /// Too few samples to tell a drift from chance.
    NOT_JUDGED("not judged"),
    UNSTEADY("not steady");

    private final String words;

    Steadiness(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /// What can be said of several forks together: the least certain of them.
    public static Steadiness of(Collection<Measurement> forks) {
        return forks.stream()
                .map(fork -> fork.primary().warmUp().steadiness())
                .max(Enum::compareTo)
                .orElse(NOT_JUDGED);
    }
}
