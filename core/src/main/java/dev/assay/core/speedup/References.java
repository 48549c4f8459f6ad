package dev.assay.core.speedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Chooses what the cases of a section are compared with, at the same batch: eager PyTorch in
/// Python in FP32, else LibTorch in FP32, else either in the case's own precision, else, where a
/// section has no PyTorch at all, the case's own engine in FP32.
///
/// Of these the first that ran on the same kind of device and may be used; where there is none, the
/// first at all, so that the refusal names it.
final class References {
    private final List<SpeedSide> section;

    /// @param section cases of one model, shape and workload
    References(List<SpeedSide> section) {
        this.section = section;
    }

    Optional<SpeedSide> of(SpeedSide row) {
        List<SpeedSide> candidates = candidates(row);
        return candidates.stream()
                .filter(it -> it.noClaim().isEmpty() && Comparability.sameKindOfDevice(row, it))
                .findFirst()
                .or(() -> candidates.stream().findFirst());
    }

    /// Why a case has none.
    String missing(SpeedSide row) {
        return hasPytorch()
                ? "PyTorch was not run at this batch"
                : "neither PyTorch nor %s in FP32 was run at this batch"
                        .formatted(row.id().engine());
    }

    private List<SpeedSide> candidates(SpeedSide row) {
        if (!hasPytorch()) {
            return own(row).toList();
        }
        List<SpeedSide> candidates = new ArrayList<>();
        SpeedUps.PYTORCH.forEach(engine -> candidates.addAll(engine(row, engine, SpeedSide.FP32)));
        SpeedUps.PYTORCH.forEach(
                engine -> candidates.addAll(engine(row, engine, row.id().precision())));
        return candidates;
    }

    private boolean hasPytorch() {
        return section.stream().anyMatch(it -> SpeedUps.PYTORCH.contains(it.id().engine()));
    }

    /// Typed likewise where there is such a case.
    private Stream<SpeedSide> own(SpeedSide row) {
        String typing = row.id().precision().substring(row.precision().length());
        return Stream.concat(
                engine(row, row.id().engine(), SpeedSide.FP32 + typing).stream(),
                engine(row, row.id().engine(), SpeedSide.FP32).stream());
    }

    private List<SpeedSide> engine(SpeedSide row, String engine, String precision) {
        return section.stream()
                .filter(it -> it.id().engine().equals(engine))
                .filter(it -> it.id().precision().equals(precision))
                .filter(it -> it.id().batch() == row.id().batch())
                .filter(it -> it.id().steps().equals("base"))
                .toList();
    }
}
