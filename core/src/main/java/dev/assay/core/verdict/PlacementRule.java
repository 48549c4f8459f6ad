package dev.assay.core.verdict;

import dev.assay.core.run.EngineIdentity;
import java.util.Optional;

/// Whether a model ran where its row says.
///
/// A library that has no kernel for a node on a GPU runs it on the CPU without a word, copies
/// included: a number of that is one of no engine at all, unless the suite says that it is wanted.
final class PlacementRule {
    /// Of verdicts that this rule causes.
    static final String REASON = "PLACEMENT";

    private PlacementRule() {}

    /// @return what ran elsewhere, if that was not allowed
    static Optional<String> violation(EngineIdentity engine) {
        return Optional.ofNullable(engine.settings().get(EngineIdentity.FALLBACK))
                .filter(_ -> !"true".equals(engine.settings().get(EngineIdentity.FALLBACK_ALLOWED)))
                .map(it ->
                        "%s ran on another provider; the option allow-fallback permits that"
                                .formatted(it));
    }
}
