package dev.assay.cli;

import dev.assay.cli.quick.PaceOptions;
import dev.assay.core.AssayException;
import dev.assay.core.comparison.SideForks;
import dev.assay.core.comparison.Subject;
import dev.assay.core.rehearsal.PoolPlan;
import dev.assay.core.run.RunDirectory;
import dev.assay.core.suite.CaseId;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Suite;
import dev.assay.core.verdict.Exit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Records what `rehearse` draws from: many forks of a suite under several subjects.
@Command(
        name = "pools",
        description = {
            "Measure many forks of a suite under several subjects, for 'assay rehearse'.",
            "A reference and several candidates take turns. Nothing is compared and nothing judged.",
            "Settings are as for 'assay ab'; with slowdown=0.05 every query really takes 5 %% longer."
        },
        mixinStandardHelpOptions = true)
final class PoolsCommand implements Callable<Integer> {
    @Mixin private SuiteOptions suiteOptions = new SuiteOptions();
    @Mixin private RunOptions options = new RunOptions();
    @Mixin private PaceOptions pace = new PaceOptions();
    @Mixin private SessionOptions session = new SessionOptions();

    @Option(
            names = "--reference",
            paramLabel = "KEY=VALUE",
            description = "the reference is set so; default: as the suite says")
    private Map<String, String> reference = new LinkedHashMap<>();

    @Option(
            names = "--candidate",
            paramLabel = "SETTINGS",
            required = true,
            description =
                    "one more subject: KEY=VALUE, or several with commas between; once for each")
    private List<String> candidates = new ArrayList<>();

    @Option(
            names = "--forks",
            paramLabel = "N",
            description = "of each case and candidate; default: ${DEFAULT-VALUE}",
            defaultValue = "40")
    private int forks = 40;

    @Option(
            names = "--reference-forks",
            paramLabel = "N",
            description = "of each case of the reference; default: as of a candidate")
    private Optional<Integer> referenceForks = Optional.empty();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "run directory")
    private Path out = Path.of("pools");

    @Override
    public Integer call() {
        EngineCatalog catalog = EngineCatalog.standard();
        AssayHome home = options.home();
        Suite suite = suiteOptions.read(home, catalog);
        PoolPlan plan =
                PoolPlan.of(
                        new Subject(reference),
                        candidates.stream().map(PoolsCommand::subject).toList(),
                        session.seed(),
                        referenceForks.orElse(forks),
                        forks);
        RunDirectory run =
                new PoolRun(home, options, pace.pace(), session.budget()).start(suite, plan, out);
        boolean all = true;
        for (int i = 0; i < plan.subjects(); i++) {
            Map<CaseId, List<Double>> valid = SideForks.validSeconds(PoolPlan.folder(run, i));
            int fewest = valid.values().stream().mapToInt(List::size).min().orElse(0);
            all &= fewest > 0;
            Console.out()
                    .printf(
                            "%s: %d cases, at least %d of %d forks valid%n",
                            plan.subject(i).label(), valid.size(), fewest, plan.forks(i));
        }
        Console.out().println("Rehearse with: assay rehearse " + run.root());
        return all ? Exit.CLEAN : Exit.CASES_FAILED;
    }

    private static Subject subject(String text) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : text.split(",", -1)) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw AssayException.config(
                        "--candidate is '%s', it must be settings such as slowdown=0.05"
                                .formatted(text));
            }
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return new Subject(settings);
    }
}
