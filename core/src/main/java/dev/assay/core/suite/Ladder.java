package dev.assay.core.suite;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Optimisation steps in an order, to find out what each of them brings.
///
/// @param models ids of those that it is climbed with
/// @param engines ids; empty for all of the suite
/// @param precision of the baseline
/// @param base applied on every rung: what the network was exported as, for example
/// @param orders forward, and with each step left out
/// @param ceilings ids of steps whose most is measured, too
/// @param builds independent builds of the first and the last rung, whose difference is the result
public record Ladder(
        String id,
        List<String> models,
        List<String> engines,
        Precision precision,
        Optional<OptimizationStep> base,
        List<OptimizationStep> steps,
        Set<Order> orders,
        List<String> ceilings,
        int builds) {
    /// Which rungs are measured.
    public enum Order {
        FORWARD,
        LEAVE_ONE_OUT;

        static final Set<Order> ALL = EnumSet.allOf(Order.class);

        /// As suites write it.
        public String key() {
            return this == FORWARD ? "forward" : "leave-one-out";
        }
    }

    public Ladder {
        requireNonNull(id, "id is null");
        requireNonNull(precision, "precision is null");
        requireNonNull(base, "base is null");
        models = List.copyOf(models);
        engines = List.copyOf(engines);
        steps = List.copyOf(steps);
        orders = Set.copyOf(orders);
        ceilings = List.copyOf(ceilings);
    }

    /// All rungs: the baseline, then forward, then all but one, then ceilings. A set of steps that
    /// stands in two of these, such as all but the last, is there twice.
    public List<Rung> rungs() {
        List<Rung> rungs = new ArrayList<>();
        rungs.add(new Rung(Rung.Role.BASELINE, "", with(List.of())));
        for (int i = 0; i < steps.size(); i++) {
            boolean isLast = i + 1 == steps.size();
            if (orders.contains(Order.FORWARD) || isLast) {
                rungs.add(rung(Rung.Role.FORWARD, i, with(steps.subList(0, i + 1))));
            }
        }
        if (orders.contains(Order.LEAVE_ONE_OUT)) {
            for (int i = 0; i < steps.size(); i++) {
                List<OptimizationStep> others = new ArrayList<>(steps);
                others.remove(i);
                rungs.add(rung(Rung.Role.WITHOUT, i, with(others)));
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            if (ceilings.contains(steps.get(i).id())) {
                List<OptimizationStep> before = new ArrayList<>(steps.subList(0, i));
                before.add(steps.get(i).ceiling());
                rungs.add(rung(Rung.Role.CEILING, i, with(before)));
            }
        }
        return rungs;
    }

    /// Whether a rung is the baseline or has all steps.
    boolean isEnd(Rung rung) {
        return rung.role() == Rung.Role.BASELINE || rung.steps().equals(with(steps));
    }

    private Rung rung(Rung.Role role, int step, List<OptimizationStep> applied) {
        return new Rung(role, steps.get(step).id(), applied);
    }

    private List<OptimizationStep> with(List<OptimizationStep> applied) {
        List<OptimizationStep> all = new ArrayList<>();
        base.ifPresent(all::add);
        all.addAll(applied);
        return all;
    }
}
