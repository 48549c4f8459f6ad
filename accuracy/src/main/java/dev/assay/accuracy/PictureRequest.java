package dev.assay.accuracy;

import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.CaseId;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether pictures of a case's image outputs are wanted, and where they go.
///
/// All batches and workloads of an engine compute the same rows: pictures of one of them are enough
/// for a report, unless another is wrong.
///
/// @param always else only where the outputs are wrong
record PictureRequest(Path folder, boolean always) {
    /// The first case of each model, shape, engine, precision and steps: that of the smallest
    /// batch.
    static Set<CaseId> first(List<BenchmarkCase> cases) {
        Set<List<String>> seen = new HashSet<>();
        Set<CaseId> first = new HashSet<>();
        for (BenchmarkCase it :
                cases.stream()
                        .sorted(
                                Comparator.comparingInt(BenchmarkCase::batch)
                                        .thenComparing(BenchmarkCase::id))
                        .toList()) {
            CaseId id = it.id();
            if (seen.add(List.of(id.model(), id.engine(), id.precision(), id.dims(), id.steps()))) {
                first.add(id);
            }
        }
        return first;
    }
}
