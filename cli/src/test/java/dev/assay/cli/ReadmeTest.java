package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The README in two languages has the same commands, and Assay knows them.
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");
    private static final Pattern FRONT_DOOR = Pattern.compile("\\./run-all\\.sh [^&\\\\\n]+");

    /// Of a command line, with what is quoted in it.
    private static final Pattern WORD = Pattern.compile("(?:[^\\s'\"]|'[^']*'|\"[^\"]*\")+");

    private static final Pattern CODE = Pattern.compile("^\\| ([^|]+) \\|");

    @Test
    void hasTheSameCommandsInBothLanguages() throws IOException {
        assertThat(commands("README.zh-CN.md"))
                .hasSizeGreaterThan(30)
                .containsExactlyElementsOf(commands("README.md"));
    }

    @Test
    void hasTheSameSectionsLinksAndExitCodesInBothLanguages() throws IOException {
        assertThat(found("README.zh-CN.md", LINK))
                .containsExactlyInAnyOrderElementsOf(
                        found("README.md", LINK).stream()
                                .map(it -> it.equals("README.zh-CN.md") ? "README.md" : it)
                                .toList());
        assertThat(found("README.zh-CN.md", CODE).stream().filter(it -> it.matches("[0-9 ,]+")))
                .containsExactlyElementsOf(
                        found("README.md", CODE).stream()
                                .filter(it -> it.matches("[0-9 ,]+"))
                                .toList());
        assertThat(headings("README.zh-CN.md")).isEqualTo(headings("README.md"));
    }

    @Test
    void hasCommandsAndOptionsThatThereAre() throws IOException {
        for (String command : commands("README.md")) {
            assertUnderstood(command);
        }
    }

    @Test
    void buildsAnImageByACommandThatThereIs() throws IOException {
        Matcher run = FRONT_DOOR.matcher(Files.readString(ROOT.resolve("Dockerfile")));
        assertThat(run.find()).isTrue();
        assertUnderstood(run.group());
    }

    /// `--help` shows the first line of a command's description and no more.
    @Test
    void listsEveryCommandWithAWholeSentence() {
        assertThat(Main.commandLine().getSubcommands())
                .allSatisfy((name, command) ->
                        assertThat(command.getCommandSpec().usageMessage().description()[0])
                                .as(name)
                                .endsWith("."));
    }

    private static void assertUnderstood(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command.replaceFirst("^./run-all.sh ?(--gpu |--cpu )?", ""));
        while (word.find()) {
            words.add(word.group().replaceAll("['\"]", ""));
        }
        if (!words.isEmpty() && !words.getFirst().equals("test")) {
            assertThatCode(() -> Main.commandLine().parseArgs(words.toArray(String[]::new)))
                    .as(command)
                    .doesNotThrowAnyException();
        }
    }

    private static List<String> lines(String name) throws IOException {
        return Files.readAllLines(ROOT.resolve(name));
    }

    /// Of all blocks, without comments.
    private static List<String> commands(String name) throws IOException {
        List<String> commands = new ArrayList<>();
        boolean inside = false;
        for (String line : lines(name)) {
            if (line.startsWith("```")) {
                inside = line.equals("```sh");
            } else if (inside) {
                commands.add(line.replaceFirst("\\s+#.*$", ""));
            }
        }
        return commands;
    }

    private static List<String> found(String name, Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        for (String line : lines(name)) {
            Matcher matcher = pattern.matcher(line);
            while (matcher.find()) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }

    private static long headings(String name) throws IOException {
        return lines(name).stream().filter(it -> it.startsWith("## ")).count();
    }
}
