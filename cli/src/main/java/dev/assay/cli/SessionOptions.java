package dev.assay.cli;

import dev.assay.core.AssayException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/// Options of the commands that measure several subjects in turn.
final class SessionOptions {
    private static final Pattern BUDGET = Pattern.compile("(\\d{1,5})([smh])");

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "of the order of the forks; default: ${DEFAULT-VALUE}",
            defaultValue = "1")
    private long seed = 1;

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            description = "begin no fork after so long, e.g. 40m; what is open is INCONCLUSIVE")
    private Optional<String> budget = Optional.empty();

    long seed() {
        return seed;
    }

    Optional<Duration> budget() {
        return budget.map(text -> {
            Matcher matcher = BUDGET.matcher(text);
            if (!matcher.matches()) {
                throw AssayException.config(
                        "--budget is '%s', it must be a time such as 90s, 40m or 2h"
                                .formatted(text));
            }
            long count = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                default -> Duration.ofHours(count);
            };
        });
    }
}
