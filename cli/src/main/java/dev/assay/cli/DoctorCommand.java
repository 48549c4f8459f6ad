package dev.assay.cli;

import dev.assay.core.AssayException;
import dev.assay.core.format.DiskSpace;
import dev.assay.core.format.PlanHeader;
import dev.assay.core.process.Reply;
import dev.assay.core.run.Environment;
import dev.assay.core.suite.BenchmarkCase;
import dev.assay.core.suite.EngineCatalog;
import dev.assay.core.suite.Suite;
import dev.assay.core.suite.SuiteReader;
import dev.assay.core.verdict.Exit;
import dev.assay.engines.EngineRequest;
import dev.assay.engines.EngineRuntime;
import dev.assay.engines.PreparedEngine;
import dev.assay.reports.text.TerminalText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Says what is here, tries it, and says what is missing.
@Command(
        name = "doctor",
        description = "Check this machine, the engines and the reference data.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final long GIBI = 1L << 30;
    private static final int WIDTH = 80;
    private static final int INDENT = 24;

    @Mixin private StageOptions options = new StageOptions();
    @Mixin private EngineOptions engineOptions = new EngineOptions();

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "say which TensorRT and GPU built a plan, and check nothing else")
    private Optional<Path> plan = Optional.empty();

    @Option(
            names = "--suite",
            paramLabel = "FILE",
            description = "suite to try the engines of; default: the one that run takes")
    private Optional<Path> suiteFile = Optional.empty();

    private boolean healthy = true;

    @Override
    public Integer call() {
        if (plan.isPresent()) {
            return readPlan(plan.get());
        }
        AssayHome home = options.home();
        EngineRuntime runtime = engineOptions.runtime(home, options.timeout());
        machine(home);
        new DeviceCheck(this::say).check(home, runtime);
        runtime.tensorRt().ifPresent(it -> say(true, "TensorRT", it.sentence()));
        note("Python", PythonCheck.sentence(System.getenv(), home.cache().resolve("doctor")));
        Optional<Suite> suite = suite(home);
        suite.ifPresent(it -> engines(home, runtime, it));
        home.referenceData().ifPresent(this::referenceData);
        home.referenceData().map(it -> it.resolve("suites")).ifPresent(this::otherSuites);
        Console.out()
                .println(healthy ? "Everything here works." : "Something is missing, see above.");
        return healthy ? Exit.CLEAN : Exit.CASES_FAILED;
    }

    private static int readPlan(Path file) {
        if (!Files.isRegularFile(file)) {
            throw AssayException.config("--plan: there is no file " + file);
        }
        PlanHeader header = PlanHeader.read(file);
        Console.out().println(file + ": " + header.sentence());
        return header.tensorRt().isPresent() ? Exit.CLEAN : Exit.CASES_FAILED;
    }

    private void machine(AssayHome home) {
        Environment environment =
                new EnvironmentProbe(Path.of("/")).probe(Instant.now(), Optional.empty());
        say(true, "Assay", Version.current());
        say(true, "JVM", environment.context().getOrDefault("jvm", "unknown"));
        say(
                true,
                "system",
                "%s, kernel %s"
                        .formatted(
                                environment.context().getOrDefault("os", "unknown"),
                                environment.context().getOrDefault("os.kernel", "unknown")));
        boolean supported =
                "amd64".equals(System.getProperty("os.arch"))
                        && "Linux".equals(System.getProperty("os.name"));
        if (!supported) {
            say(false, "platform", "the engines are built for Linux x86-64 only");
        }
        say(
                true,
                "CPU",
                "%s, %s logical cores"
                        .formatted(
                                environment.identity().getOrDefault("cpu.model", "unknown"),
                                environment.identity().getOrDefault("cpu.logicalCores", "?")));
        say(
                true,
                "memory",
                environment.informative().getOrDefault("memory.available", "?") + " free");
        say(true, "environment id", environment.id().shortForm());
        folder("cache", home.cache());
        folder("runs", home.runs());
    }

    private void folder(String what, Path folder) {
        try {
            Files.createDirectories(folder);
            Path probe = Files.createTempFile(folder, "doctor", ".tmp");
            Files.delete(probe);
            long free = DiskSpace.free(folder);
            say(
                    free > GIBI,
                    what,
                    String.format(Locale.ROOT, "%s, %.1f GiB free", folder, free / (double) GIBI));
        } catch (IOException e) {
            say(false, what, folder + " is not writable: " + e.getMessage());
        }
    }

    private Optional<Suite> suite(AssayHome home) {
        try {
            Suite suite =
                    new SuiteReader(EngineCatalog.standard())
                            .read(suiteFile.orElseGet(home::defaultSuite));
            say(true, "suite", suite.file() + " is valid");
            SuiteCheck.missing(suite).forEach(it -> note("without", it));
            return Optional.of(suite);
        } catch (AssayException e) {
            say(false, "suite", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /// Building an engine would disturb a run that measures meanwhile: it waits for its end.
    private void engines(AssayHome home, EngineRuntime runtime, Suite suite) {
        EngineCatalog catalog = EngineCatalog.standard();
        List<BenchmarkCase> cases = SuiteOptions.expand(suite, catalog);
        EngineHost host = engineOptions.host(runtime, cases, home.cache());
        Set<String> tried = new HashSet<>();
        try (RunLocks locks =
                RunLocks.forRun(home, home.cache().resolve("doctor"), cases, host.device())) {
            for (BenchmarkCase benchmarkCase : cases) {
                String engine = benchmarkCase.engine().id();
                if (tried.add(engine) && benchmarkCase.skipped().isEmpty()) {
                    engine(host.runtime(), EngineRequest.of(benchmarkCase, catalog));
                }
            }
        }
    }

    /// Loads the engine in a process of its own, as a run does.
    private void engine(EngineRuntime runtime, EngineRequest request) {
        Console.err().printf("Trying %s; building it may take minutes ...%n", request.label());
        try {
            Reply<PreparedEngine> reply =
                    runtime.build(
                            request, runtime.cache().resolve("doctor").resolve(request.engine()));
            switch (reply) {
                case Reply.Done<PreparedEngine>(PreparedEngine prepared) ->
                        say(
                                true,
                                request.engine(),
                                "%s %s loads %s"
                                        .formatted(
                                                prepared.identity().library(),
                                                prepared.identity().version(),
                                                request.model().getFileName()));
                case Reply.Broken<PreparedEngine>(var error, var reason) ->
                        say(false, request.engine(), reason);
            }
        } catch (AssayException e) {
            say(false, request.engine(), String.valueOf(e.getMessage()));
        }
    }

    private void referenceData(Path folder) {
        List<String> damaged = ReferenceManifest.read(folder).damaged();
        say(
                damaged.isEmpty(),
                "reference data",
                damaged.isEmpty() ? folder + " matches its manifest" : String.join("; ", damaged));
    }

    /// What is missing there is made when it is wanted: nothing is wrong with this machine.
    private void otherSuites(Path folder) {
        SuiteCheck.missingOf(folder)
                .forEach((file, sentences) -> {
                    sentences.forEach(it -> note(file, it));
                    if (sentences.isEmpty()) {
                        say(true, file, "has all its files");
                    }
                });
    }

    private static void note(String what, String found) {
        line("--", what, found);
    }

    private void say(boolean good, String what, String found) {
        healthy &= good;
        line(good ? "ok" : "BAD", what, found);
    }

    private static void line(String mark, String what, String found) {
        List<String> lines = TerminalText.wrapWords(found, WIDTH - INDENT);
        for (int i = 0; i < lines.size(); i++) {
            String lead = i == 0 ? "%-4s %-18s".formatted(mark, what) : " ".repeat(INDENT - 1);
            Console.out().println(lead + " " + lines.get(i));
        }
    }
}
