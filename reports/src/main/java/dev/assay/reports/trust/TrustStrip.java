package dev.assay.reports.trust;

import dev.assay.reports.model.ReportModel;
import java.util.ArrayList;
import java.util.List;

/// What a reader must know to believe the numbers; what was not recorded is left out.
public final class TrustStrip {
    private TrustStrip() {}

    public static List<Fact> of(ReportModel model) {
        HostFacts host = new HostFacts(model.environment());
        Recorded recorded = Recorded.of(model);
        GpuFacts gpu = new GpuFacts(host, recorded);
        EngineFacts engines = new EngineFacts(recorded);
        SpreadFacts spreads = new SpreadFacts(recorded);
        List<Fact> facts = new ArrayList<>();
        if (gpu.any()) {
            facts.add(gpu.gpu());
            facts.add(gpu.driver());
            facts.add(host.together());
        } else {
            facts.addAll(host.apart());
        }
        facts.add(host.environment());
        facts.add(engines.libraries());
        engines.path().ifPresent(facts::add);
        engines.typing().ifPresent(facts::add);
        facts.add(engines.boundary());
        engines.loop().ifPresent(facts::add);
        facts.add(spreads.forks());
        facts.add(spreads.forkSpread());
        spreads.buildSpread().ifPresent(facts::add);
        facts.add(spreads.warmUp());
        if (gpu.any()) {
            facts.add(gpu.clock());
            facts.add(gpu.throttling());
        }
        facts.add(engines.hashes());
        facts.add(spreads.host());
        return List.copyOf(facts);
    }
}
