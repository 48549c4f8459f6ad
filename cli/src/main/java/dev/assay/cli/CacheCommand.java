package dev.assay.cli;

import dev.assay.cli.cache.CacheEntry;
import dev.assay.cli.cache.CacheListing;
import dev.assay.cli.cache.PruneRule;
import dev.assay.cli.cache.Pruner;
import dev.assay.cli.pack.ByteSize;
import dev.assay.core.AssayException;
import dev.assay.core.verdict.Exit;
import dev.assay.reports.text.TerminalText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Plans, timing caches and derived models that outlive runs.
@Command(
        name = "cache",
        description = "List and remove plans, timing caches and derived models.",
        mixinStandardHelpOptions = true)
final class CacheCommand {
    private static final int WIDTH = 80;
    private static final int KIND = 22;
    private static final int KEY = 12;

    @Command(
            name = "ls",
            description = "What is in the cache, oldest first.",
            mixinStandardHelpOptions = true)
    int list(@Mixin StageOptions options) {
        Path cache = options.home().cache();
        List<CacheEntry> entries = CacheListing.of(cache);
        Instant now = InstantSource.system().instant();
        entries.forEach(it -> print(it, now));
        Console.out()
                .println("%d entries, %s in %s".formatted(entries.size(), size(entries), cache));
        return Exit.CLEAN;
    }

    @Command(
            name = "prune",
            description = "Remove what one of the options names; what a process builds stays.",
            mixinStandardHelpOptions = true)
    int prune(
            @Option(
                            names = "--older-than",
                            paramLabel = "DAYS",
                            description = "written more than so many days ago")
                    Optional<Integer> days,
            @Option(
                            names = "--max-size",
                            paramLabel = "SIZE",
                            description = "the oldest, until so much is left, e.g. 2G")
                    Optional<String> most,
            @Option(
                            names = "--model",
                            paramLabel = "SHA256",
                            description = "plans of this model; the hash's beginning will do")
                    Optional<String> model,
            @Option(names = "--dry-run", description = "say what would go; remove nothing")
                    boolean dryRun,
            @Mixin StageOptions options) {
        if (days.isEmpty() && most.isEmpty() && model.isEmpty()) {
            throw AssayException.config("prune what? --older-than, --max-size or --model");
        }
        AssayHome home = options.home();
        Instant now = InstantSource.system().instant();
        List<CacheEntry> chosen =
                new PruneRule(
                                days.map(it -> Duration.ofDays(it)),
                                most.map(it -> ByteSize.parse(it).bytes()),
                                model)
                        .chosen(CacheListing.of(home.cache()), now);
        chosen.forEach(it -> print(it, now));
        if (dryRun) {
            Console.out().println("%d entries, %s would go".formatted(chosen.size(), size(chosen)));
            return Exit.CLEAN;
        }
        // A run that measures may need a plan again: it would be another engine.
        RunLock.requireNone(home.locks());
        List<CacheEntry> gone = chosen.stream().filter(Pruner::remove).toList();
        Console.out().println("%d entries, %s removed".formatted(gone.size(), size(gone)));
        chosen.stream()
                .filter(it -> !gone.contains(it))
                .forEach(it -> Console.out().println("in use, stays: " + it.key()));
        return Exit.CLEAN;
    }

    private static void print(CacheEntry entry, Instant now) {
        long days = Duration.between(entry.written(), now).toDays();
        String line =
                String.format(
                        Locale.ROOT,
                        "%s %s %10s %4d d  ",
                        TerminalText.left(entry.kind(), KIND),
                        TerminalText.left(entry.key(), KEY),
                        new ByteSize(Math.max(1, entry.bytes())),
                        days);
        boolean fits = line.length() + TerminalText.width(entry.described()) <= WIDTH;
        Console.out().println(fits ? line + entry.described() : line.strip());
        if (!fits) {
            TerminalText.wrap(entry.described(), WIDTH - KIND - 1)
                    .forEach(it -> Console.out().println(" ".repeat(KIND + 1) + it));
        }
    }

    private static String size(List<CacheEntry> entries) {
        long bytes = entries.stream().mapToLong(CacheEntry::bytes).sum();
        return bytes == 0 ? "0 MiB" : new ByteSize(bytes).toString();
    }
}
