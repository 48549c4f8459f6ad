package dev.assay.core.speedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether the times of two cases may be divided by one another, and if not, why.
///
/// The rules are about conditions, not about results: none looks at a time.
public final class Comparability {
    /// Two medians of a clock that differ by more are two clock states. NVIDIA's GPUs step their SM
    /// clock by 15 MHz, that is 1 % of 1.5 GHz: this allows one step up for one case and one step
    /// down for the other. A time that follows the clock is then wrong by no more than this.
    public static final double CLOCK_TOLERANCE = 0.02;

    private static final int SHOWN = "GPU-".length() + 8;

    /// What may differ between two good measurements and still moves their times.
    private static final List<String> NOTED = List.of("graph", "hostWait", "loop", "transfers");

    /// Where the host computes.
    private static final List<String> NOTED_ON_CPU = List.of("loop", "threads");

    private Comparability() {}

    /// Why no speed-up of `row` over `base` may be stated at any boundary; empty where it may.
    public static Optional<String> refusal(SpeedSide row, SpeedSide base) {
        return Stream.<Optional<String>>of(
                        row.noClaim(),
                        base.noClaim().map(it -> "the reference " + base.name() + " is " + it),
                        mixedConditions(row, base))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// Why the two ran under conditions that cannot be compared: CPU against GPU, two GPUs, TF32,
    /// clocks. Whether their outputs are right is another question.
    private static Optional<String> mixedConditions(SpeedSide row, SpeedSide base) {
        if (row.id().equals(base.id())) {
            return Optional.empty();
        }
        Conditions own = row.conditions();
        Conditions other = base.conditions();
        if (own.gpu() != other.gpu()) {
            return Optional.of(
                    "CPU against GPU: it ran on %s, the reference %s on %s"
                            .formatted(own.place(), base.name(), other.place()));
        }
        return Stream.<Optional<String>>of(
                        otherGpu(own, base, other),
                        tf32(row, own),
                        tf32(base, other),
                        clocks(own, base, other))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// Whether both ran on the CPU or both on a GPU; also where one did not run at all.
    public static boolean sameKindOfDevice(SpeedSide row, SpeedSide base) {
        return row.forks().isEmpty()
                || base.forks().isEmpty()
                || row.conditions().gpu() == base.conditions().gpu();
    }

    private static Optional<String> otherGpu(Conditions own, SpeedSide base, Conditions other) {
        if (own.gpuIds().isEmpty() || other.gpuIds().isEmpty()) {
            return Optional.empty();
        }
        return own.gpuIds().size() == 1 && own.gpuIds().equals(other.gpuIds())
                ? Optional.empty()
                : Optional.of(
                        "not the same GPU: it ran on %s %s, the reference %s on %s %s"
                                .formatted(
                                        own.place(),
                                        ids(own),
                                        base.name(),
                                        other.place(),
                                        ids(other)));
    }

    /// Beginnings of UUIDs, which tell a machine's GPUs apart; the evidence has all of them.
    private static String ids(Conditions conditions) {
        return conditions.gpuIds().stream()
                .sorted()
                .map(it -> it.substring(0, Math.min(it.length(), SHOWN)))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /// FP32 is what others are compared with and what is compared: TF32 under its name is neither.
    private static Optional<String> tf32(SpeedSide side, Conditions conditions) {
        if (!side.precision().equals(SpeedSide.FP32)) {
            return Optional.empty();
        }
        Optional<Boolean> on = conditions.tf32();
        if (on.isEmpty()) {
            return Optional.of(
                    "TF32: not recorded whether it was off in "
                            + side.name()
                            + ", so FP32 is not certain");
        }
        return on.get()
                ? Optional.of("TF32 was on in " + side.name() + ", which is then not FP32")
                : Optional.empty();
    }

    private static Optional<String> clocks(Conditions own, SpeedSide base, Conditions other) {
        if (!own.gpu()) {
            return Optional.empty();
        }
        if (own.smClockMegahertz().isEmpty() || other.smClockMegahertz().isEmpty()) {
            return Optional.of(
                    "clock states: the GPU's clocks were not recorded for "
                            + (own.smClockMegahertz().isEmpty()
                                    ? "it"
                                    : "the reference " + base.name()));
        }
        return Stream.<Optional<String>>of(
                        clock("SM", own.smClockMegahertz(), base, other.smClockMegahertz()),
                        clock(
                                "memory",
                                own.memoryClockMegahertz(),
                                base,
                                other.memoryClockMegahertz()),
                        power(own, base, other))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> clock(
            String which, OptionalDouble own, SpeedSide base, OptionalDouble other) {
        double mine = own.orElseThrow();
        double theirs = other.orElseThrow();
        double difference = Math.max(mine, theirs) / Math.min(mine, theirs) - 1;
        return difference <= CLOCK_TOLERANCE
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                Locale.ROOT,
                                "clock states: %s clock %.0f MHz, of the reference %s %.0f MHz, more"
                                        + " than %.0f %% apart",
                                which,
                                mine,
                                base.name(),
                                theirs,
                                100 * CLOCK_TOLERANCE));
    }

    private static Optional<String> power(Conditions own, SpeedSide base, Conditions other) {
        if (own.powerLimited() == other.powerLimited()) {
            return Optional.empty();
        }
        return Optional.of(
                own.powerLimited()
                        ? "clock states: it was held at the power limit, the reference "
                                + base.name()
                                + " was not"
                        : "clock states: the reference "
                                + base.name()
                                + " was held at the power limit, it was not");
    }

    /// Why the throughputs of two comparable cases may not be divided: their windows of time hold
    /// different things.
    static Optional<String> windows(SpeedSide row, SpeedSide base) {
        if (row.id().workload().startsWith("load-")) {
            return Optional.of("under load the rate is given, not reached");
        }
        Conditions own = row.conditions();
        Conditions other = base.conditions();
        if (!own.inFlight().equals(other.inFlight())) {
            return Optional.of(
                    "%s queries in flight, of the reference %s %s"
                            .formatted(numbers(own), base.name(), numbers(other)));
        }
        if (!own.gpu()) {
            return Optional.empty();
        }
        Optional<String> mine = own.setting("transfers");
        Optional<String> theirs = other.setting("transfers");
        if (mine.isEmpty() || theirs.isEmpty()) {
            return Optional.of(
                    "not recorded whether copies are in the window of "
                            + (mine.isEmpty() ? row.name() : base.name()));
        }
        return mine.equals(theirs)
                ? Optional.empty()
                : Optional.of(
                        "copies are in the window of one of %s and %s only"
                                .formatted(row.name(), base.name()));
    }

    private static String numbers(Conditions conditions) {
        return String.join(
                " or ", conditions.inFlight().stream().sorted().map(String::valueOf).toList());
    }

    /// What differs between two cases that may be compared, in words.
    static List<String> notes(SpeedSide row, SpeedSide base) {
        Conditions own = row.conditions();
        Conditions other = base.conditions();
        List<String> notes = new ArrayList<>();
        for (String key : own.gpu() ? NOTED : NOTED_ON_CPU) {
            Optional<String> mine = own.setting(key);
            Optional<String> theirs = other.setting(key);
            if (!mine.equals(theirs)) {
                notes.add(
                        "%s: %s, of the reference %s: %s"
                                .formatted(
                                        key,
                                        mine.orElse("not recorded"),
                                        base.name(),
                                        theirs.orElse("not recorded")));
            }
        }
        return notes;
    }
}
