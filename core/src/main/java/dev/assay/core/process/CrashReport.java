package dev.assay.core.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads HotSpot's fatal-error log, which names the library that crashed and who called it.
public final class CrashReport {
    private static final String NAME = "hs_err.log";
    private static final String JAVA_FRAMES = "Java frames:";

    /// Java's among them; the only ones of a crash in compiled code.
    private static final String ALL_FRAMES = "Native frames:";

    private static final String OURS = "dev.assay.";

    /// Compiled or interpreted, without what follows the method's name; group 1 is class and
    /// method.
    private static final Pattern FRAME =
            Pattern.compile("[jJ]\\s+(?:\\d+\\S*\\s+)?(?:c\\d\\s+)?([\\w.$]+)\\(.*");

    private CrashReport() {}

    /// Where a child with `-XX:ErrorFile` of this folder leaves its report.
    public static Path file(Path folder) {
        return folder.resolve(NAME);
    }

    /// For example `native crash (SIGSEGV) in C [libcuda.so.1+0x28ef8d], in the call of
    /// cudart.cuLaunchKernel by CapturedGraph.run, report in …/hs_err.log`.
    public static Optional<String> read(Path folder) {
        Path file = file(folder);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return Optional.of("native crash, report in " + file);
        }
        String signal =
                lines.stream()
                        .filter(line -> line.matches("#\\s+SIG[A-Z]+ .*"))
                        .map(line -> line.replaceFirst("#\\s+(SIG[A-Z]+) .*", "$1"))
                        .findFirst()
                        .orElse("fatal error");
        int frame = lines.indexOf("# Problematic frame:");
        String where =
                frame >= 0 && frame + 1 < lines.size()
                        ? " in "
                                + lines.get(frame + 1)
                                        .replaceFirst("#", "")
                                        .strip()
                                        .replaceAll("\\s+", " ")
                        : "";
        return Optional.of(
                "native crash (%s)%s%s, report in %s".formatted(signal, where, call(lines), file));
    }

    /// Which method of ours called what; empty where the crashed thread has none.
    private static String call(List<String> lines) {
        List<String> methods = methods(lines, JAVA_FRAMES);
        if (methods.isEmpty()) {
            methods = methods(lines, ALL_FRAMES);
        }
        String called = "";
        for (String method : methods) {
            if (method.startsWith(OURS)) {
                return called.isEmpty()
                        ? ", in " + brief(method)
                        : ", in the call of %s by %s".formatted(brief(called), brief(method));
            }
            called = method;
        }
        return "";
    }

    /// The innermost first.
    private static List<String> methods(List<String> lines, String section) {
        return lines.stream()
                .dropWhile(line -> !line.startsWith(section))
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .map(FRAME::matcher)
                .filter(Matcher::matches)
                .map(frame -> frame.group(1))
                .toList();
    }

    /// Without packages, which begin in lower case.
    private static String brief(String method) {
        return method.replaceFirst("^(?:[a-z_]\\w*\\.)+(?=[\\w$]+\\.)", "").replace('$', '.');
    }
}
