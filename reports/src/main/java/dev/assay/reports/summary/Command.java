package dev.assay.reports.summary;

import dev.assay.core.run.RunInfo;
import dev.assay.core.verdict.Exit;
import dev.assay.reports.model.ReportModel;
import dev.assay.reports.text.Escape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A command to copy.
///
/// @param purpose what it is for
public record Command(String purpose, String text) {
    private static final String FRONT_DOOR = "./run-all.sh ";
    private static final String RESUME = " --resume";

    static List<Command> of(ReportModel model) {
        String run = Escape.shell(name(model.run().root()));
        List<Command> commands = new ArrayList<>();
        model.info()
                .map(RunInfo::command)
                .filter(command -> !command.isBlank())
                .ifPresent(command -> commands.add(new Command("Repeat this run", command)));
        model.info().flatMap(Command::goOn).ifPresent(commands::add);
        WorstCases.of(model, 1)
                .forEach(worst ->
                        commands.add(
                                new Command(
                                        "Repeat one case",
                                        FRONT_DOOR
                                                + "run --suite "
                                                + run
                                                + "/suite.yml --cases "
                                                + Escape.shell(worst.row().id().text()))));
        commands.add(new Command("Show it in a terminal", FRONT_DOOR + "show " + run));
        boolean clean = model.verdict().filter(it -> it.exitCode() == Exit.CLEAN).isPresent();
        commands.add(
                clean
                        ? new Command(
                                "Accept it as the baseline",
                                FRONT_DOOR + "accept --run " + run + " --reason 'WHY'")
                        : new Command("Judge it again", FRONT_DOOR + "compare " + run));
        return List.copyOf(commands);
    }

    private static Optional<Command> goOn(RunInfo info) {
        String command = info.command();
        return info.finished().isEmpty() && command.startsWith(FRONT_DOOR + "run ")
                ? Optional.of(
                        new Command(
                                "Go on with it",
                                command.endsWith(RESUME) ? command : command + RESUME))
                : Optional.empty();
    }

    /// As a user in the repository's root would type it, where the run lies in `runs/`.
    private static String name(Path root) {
        int names = root.getNameCount();
        boolean usual = names > 2 && root.getName(names - 2).toString().equals("runs");
        return usual ? root.subpath(names - 2, names).toString() : root.toString();
    }
}
