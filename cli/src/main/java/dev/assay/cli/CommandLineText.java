package dev.assay.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// The command line of this process as a person would type it again.
final class CommandLineText {
    private CommandLineText() {}

    static String current() {
        Optional<String[]> arguments = ProcessHandle.current().info().arguments();
        return arguments.map(CommandLineText::afterMain).orElse("./run-all.sh run");
    }

    static String afterMain(String[] arguments) {
        int main = Arrays.asList(arguments).indexOf(Main.class.getName());
        return "./run-all.sh "
                + Arrays.stream(arguments)
                        .skip(main + 1L)
                        .map(CommandLineText::quote)
                        .collect(Collectors.joining(" "));
    }

    private static String quote(String argument) {
        return argument.matches("[A-Za-z0-9_./:=,+-]+")
                ? argument
                : "'" + argument.replace("'", "'\\''") + "'";
    }
}
