package dev.assay.reports.model;

import dev.assay.core.run.CaseSummary;
import dev.assay.core.suite.Workload;
import java.util.Optional;

/// What the speed of a case is compared with, or why with nothing.
public sealed interface Reference {
    default Optional<Found> found() {
        return Optional.empty();
    }

    /// Why an engine is the one that others are compared with.
    enum Kind {
        /// PyTorch, where it is in the section at the same boundary.
        PYTORCH,
        /// Else the engine itself in FP32.
        OWN_FP32
    }

    /// @param row the case compared with
    /// @param own times of the case itself
    /// @param base times of the reference, at the same boundary
    record Found(Kind kind, CaseRow row, CaseSummary own, CaseSummary base) implements Reference {
        @Override
        public Optional<Found> found() {
            return Optional.of(this);
        }

        /// For example `pytorch`, or `own FP32`.
        public String name() {
            return switch (kind) {
                case PYTORCH -> row.id().engine();
                case OWN_FP32 -> "own FP32";
            };
        }

        public boolean itself() {
            return own.caseId().equals(base.caseId());
        }

        /// Median over median, whatever the workload.
        public double medianRatio() {
            return own.medianSeconds() / base.medianSeconds();
        }

        /// Below 1 is faster: median over median, or time per image over time per image where
        /// queries were pipelined and the time of a single one is not the result.
        public double timeRatio() {
            return own.caseId().workload().equals(Workload.THROUGHPUT.slug())
                    ? base.imagesPerSecond() / own.imagesPerSecond()
                    : medianRatio();
        }

        /// Above 1 is faster.
        public double speedUp() {
            return 1 / timeRatio();
        }
    }

    /// @param reason why there is nothing to compare with
    record None(String reason) implements Reference {}
}
