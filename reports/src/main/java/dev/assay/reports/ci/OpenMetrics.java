package dev.assay.reports.ci;

import dev.assay.reports.model.RowState;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/// The last values of a run for dashboards, in the text format of OpenMetrics 1.0.
///
/// All families are gauges without timestamps of their own, so that the textfile collector of
/// node_exporter and a Pushgateway, which know Prometheus' older format only, read the file as
/// well. Labels are the suite, the environment, the case and, in one-hot families, a state: nothing
/// that is new every night.
public final class OpenMetrics {
    private final StringBuilder text = new StringBuilder();
    private final CiRun run;

    private OpenMetrics(CiRun run) {
        this.run = run;
    }

    /// A document that ends in `# EOF` and a line feed.
    public static String render(CiRun run) {
        return new OpenMetrics(run).render();
    }

    private String render() {
        run.banner()
                .exit()
                .ifPresent(code -> {
                    family("assay_run_exit_code", "", "Exit code of the verdict.");
                    sample("assay_run_exit_code", labels(), code.toString());
                });
        run.finished()
                .ifPresent(when -> {
                    family(
                            "assay_run_finished_timestamp_seconds",
                            "seconds",
                            "When the run ended, seconds since 1970.");
                    sample(
                            "assay_run_finished_timestamp_seconds",
                            labels(),
                            Long.toString(when.getEpochSecond()));
                });
        family("assay_run_cases", "", "Cases by state.");
        for (Map.Entry<RowState, Long> state : run.counts().entrySet()) {
            sample(
                    "assay_run_cases",
                    labels() + ",state=" + quoted(state.getKey().word()),
                    state.getValue().toString());
        }
        family("assay_case_verdict", "", "1 for the state that a case is in.");
        for (CiCase it : run.cases()) {
            for (RowState state : RowState.values()) {
                sample(
                        "assay_case_verdict",
                        labels(it) + ",verdict=" + quoted(state.word()),
                        it.state() == state ? "1" : "0");
            }
        }
        speeds();
        change(
                "change",
                "Time of the case over that it was compared with, minus 1.",
                effect -> OptionalDouble.of(effect.change()));
        change("change_low", "Lower end of the interval of the change.", CiCase.Effect::low);
        change("change_high", "Upper end of the interval of the change.", CiCase.Effect::high);
        change(
                "detectable_change",
                "The smallest change that the case can see.",
                CiCase.Effect::detectable);
        return text.append("# EOF\n").toString();
    }

    private void speeds() {
        List<CiCase> measured = run.cases().stream().filter(it -> it.speed().isPresent()).toList();
        if (measured.isEmpty()) {
            return;
        }
        String name = "assay_case_median_seconds";
        family(name, "seconds", "Median time of a query at the boundary named.");
        for (CiCase it : measured) {
            CiCase.Speed speed = it.speed().orElseThrow();
            sample(
                    name,
                    labels(it) + ",boundary=" + quoted(speed.boundary().name()),
                    Double.toString(speed.medianSeconds()));
        }
    }

    private void change(String what, String help, Function<CiCase.Effect, OptionalDouble> value) {
        List<CiCase> known =
                run.cases().stream()
                        .filter(it ->
                                it.effect()
                                        .map(value)
                                        .filter(OptionalDouble::isPresent)
                                        .isPresent())
                        .toList();
        if (known.isEmpty()) {
            return;
        }
        String name = "assay_case_" + what + "_ratio";
        family(name, "ratio", help);
        for (CiCase it : known) {
            sample(
                    name,
                    labels(it),
                    Double.toString(value.apply(it.effect().orElseThrow()).orElseThrow()));
        }
    }

    /// A family's name ends in its unit.
    private void family(String name, String unit, String help) {
        text.append("# TYPE ").append(name).append(" gauge\n");
        if (!unit.isEmpty()) {
            text.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
        }
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    }

    private void sample(String name, String labels, String value) {
        text.append(name).append('{').append(labels).append("} ").append(value).append('\n');
    }

    private String labels() {
        return "suite=" + quoted(run.suite()) + ",environment=" + quoted(run.environment());
    }

    private String labels(CiCase it) {
        return labels() + ",case=" + quoted(it.id().text());
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
