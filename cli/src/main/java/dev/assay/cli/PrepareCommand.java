package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.ErrorKind;
import dev.assay.core.process.Reply;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Suite;
import dev.assay.core.verdict.Exit;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.EngineRuntime;
import dev.assay.engines.PreparedEngine;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Fills the cache with a suite's engines, so that a later run only measures.
@Command(
        name = "prepare",
        description = "Build a suite's engines into the cache; measure nothing.",
        mixinStandardHelpOptions = true)
final class PrepareCommand implements Callable<Integer> {
    @Mixin private SuiteOptions suiteOptions = new SuiteOptions();
    @Mixin private StageOptions options = new StageOptions();
    @Mixin private EngineOptions engines = new EngineOptions();

    @Mixin private JobsOption jobs = new JobsOption();

    @Override
    public Integer call() {
        int atATime = jobs.given().orElse(1);
        AssayHome home = options.home();
        EngineCatalog catalog = EngineCatalog.standard();
        Suite suite = suiteOptions.read(home, catalog);
        List<BenchmarkCase> cases = SuiteOptions.expand(suite, catalog);
        GeneratedSets.of(catalog).make(suite);
        EngineHost host =
                engines.host(engines.runtime(home, options.timeout()), cases, home.cache());
        try (RunLocks locks = host.lock(home, home.cache().resolve("prepare"), cases, engines)) {
            return prepareAll(requests(cases, catalog), host.runtime(), atATime);
        }
    }

    private static List<EngineRequest> requests(List<BenchmarkCase> cases, EngineCatalog catalog) {
        Stream<EngineRequest> all =
                cases.stream()
                        .filter(it -> it.skipped().isEmpty())
                        .flatMap(it ->
                                IntStream.range(0, it.engine().builds())
                                        .mapToObj(build -> EngineRequest.of(it, catalog, build)));
        return EngineRequest.buildsFirst(all.distinct().toList(), it -> it);
    }

    /// A build takes minutes, so each is told of when it ends, whatever the order.
    private record Finished(EngineRequest request, Reply<PreparedEngine> reply) {}

    private static int prepareAll(List<EngineRequest> requests, EngineRuntime runtime, int jobs) {
        boolean failed = false;
        try (ExecutorService pool = Executors.newFixedThreadPool(jobs)) {
            CompletionService<Finished> builds = new ExecutorCompletionService<>(pool);
            for (int i = 0; i < requests.size(); i++) {
                EngineRequest request = requests.get(i);
                String folder = "prepare/%d-%d".formatted(ProcessHandle.current().pid(), i);
                builds.submit(() ->
                        new Finished(
                                request, runtime.build(request, runtime.cache().resolve(folder))));
            }
            for (int i = 0; i < requests.size(); i++) {
                failed |= !report(builds.take().get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof AssayException assay
                    ? assay
                    : new AssayException(ErrorKind.INTERNAL, String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssayException(ErrorKind.ENVIRONMENT, "interrupted", e);
        }
        return failed ? Exit.CASES_FAILED : Exit.CLEAN;
    }

    /// @return whether the engine is there, or cannot be there on this machine
    private static boolean report(Finished build) {
        String what = build.request().label();
        return switch (build.reply()) {
            case Reply.Done<PreparedEngine>(PreparedEngine engine) -> {
                Console.out()
                        .printf(
                                Locale.ROOT,
                                "ok      %s: %.12s, built in %.1f s%s%n",
                                what,
                                engine.identity().artefactSha256(),
                                engine.buildSeconds(),
                                "hit".equals(engine.identity().settings().get("planCache"))
                                        ? " before"
                                        : "");
                yield true;
            }
            case Reply.Broken<PreparedEngine>(var error, String reason) -> {
                boolean skipped = error == ErrorKind.UNSUPPORTED;
                Console.out().printf("%-7s %s: %s%n", skipped ? "skipped" : "FAILED", what, reason);
                yield skipped;
            }
        };
    }
}
