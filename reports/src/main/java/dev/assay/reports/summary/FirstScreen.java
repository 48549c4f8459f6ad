package dev.assay.reports.summary;

import dev.assay.reports.model.ReportModel;
import dev.assay.reports.trust.Fact;
import dev.assay.reports.trust.TrustStrip;
import java.util.List;

/// What fits on the first screen: the verdict, why to believe it, where to look, what is missing.
///
/// @param moreFastest entries that the first screen has no room for
/// @param boundaries at which the fastest were ranked
/// @param moreMissing reasons that the first screen has no room for
public record FirstScreen(
        Banner banner,
        List<WorstCase> worst,
        List<Fastest> fastest,
        int moreFastest,
        List<NotMeasured> missing,
        int moreMissing,
        List<String> boundaries,
        List<Fact> trust,
        List<Command> commands) {
    private static final int WORST = 5;
    private static final int FASTEST = 5;
    private static final int MISSING = 2;

    /// Where nothing is wrong, the largest errors are only the largest.
    public String worstTitle() {
        boolean wrong =
                worst.stream()
                        .anyMatch(it ->
                                switch (it.row().state().tone()) {
                                    case BAD, WARN -> true;
                                    case GOOD, CALM -> false;
                                });
        return wrong ? "Look here first" : "Largest errors";
    }

    public static FirstScreen of(ReportModel model) {
        List<Fastest> fastest = Fastest.of(model);
        List<NotMeasured> missing = NotMeasured.of(model);
        return new FirstScreen(
                Banner.of(model),
                WorstCases.of(model, WORST),
                fastest.stream().limit(FASTEST).toList(),
                Math.max(0, fastest.size() - FASTEST),
                missing.stream().limit(MISSING).toList(),
                Math.max(0, missing.size() - MISSING),
                fastest.stream().limit(FASTEST).map(it -> it.boundary().name()).distinct().toList(),
                TrustStrip.of(model),
                Command.of(model));
    }
}
